using Supine.Biomechanics;

namespace Supine.Figure;

/// <summary>Where a leg's parts stand, each on the one before.</summary>
internal sealed record LegPose(Placement Hip, Placement Knee, Placement Ankle);

/// <summary>Where an arm's parts stand, each on the one before.</summary>
internal sealed record ArmPose(Placement Shoulder, Placement Elbow, Placement Wrist);

/// <summary>A posture turned into placements of the drawing's parts: all that differs between two drawings.</summary>
/// <remarks>Parts are drawn standing upright and facing right; the trunk's turn lays them down.</remarks>
internal sealed record FigurePose
{
    /// <summary>View box units a metre.</summary>
    public const double Scale = 220;

    public const double Width = 480;
    public const double Height = 300;

    /// <summary>From the hip joint down to the surface.</summary>
    public const double HipHeight = 18;

    private const double Margin = 8;

    private const double FloorThickness = 5;
    private const double FloorReach = 150;
    private const double WallThickness = 7;

    // above the hips
    private const double WallHeight = 178;

    // the hips rest here unless the whole body would not fit
    private static readonly Vector HipsAtRest = new(236, 150);

    private static readonly Vector FarHip = new(3, -1);
    private static readonly Vector NearShoulder = new(-1, -110);
    private static readonly Vector FarShoulder = new(3, -111);

    // somebody who stands: from their hips forward to the wall, and how far up it a hand is
    private const double WallDistance = 106;
    private static readonly Vector NearPalm = new(WallDistance, -104);
    private static readonly Vector FarPalm = new(WallDistance, -112);

    // on the foot, from the ankle: what it stands on
    private const double SoleDepth = 17;
    private static readonly Vector Toe = new(37, SoleDepth);

    // at the front of the shin just below the knee, where both hands hold it
    private static readonly Vector NearGrip = new(12, 10);
    private static readonly Vector FarGrip = new(13, 19);

    // at the back of the thigh above the knee, where both hands hold it instead
    private static readonly Vector NearThighGrip = new(-21, 50);
    private static readonly Vector FarThighGrip = new(-22, 59);

    private static readonly BodySegments Segments = BodySegments.Mean;

    /// <summary>Hip to knee, as it is drawn.</summary>
    public static readonly double ThighLength = Segments.Thigh.Metres * Scale;
    private static readonly double ShankLength = Segments.Shank.Metres * Scale;
    private static readonly double UpperArmLength = Segments.UpperArm.Metres * Scale;
    private static readonly double ForearmLength = Segments.Forearm.Metres * Scale;

    public required Placement View { get; init; }

    public required Placement Hips { get; init; }

    public required Placement Trunk { get; init; }

    public required Placement Pelvis { get; init; }

    /// <summary>Hip bone and sacrum, on the trunk.</summary>
    public required Placement PelvicBones { get; init; }

    public required LegPose NearLeg { get; init; }

    public required LegPose FarLeg { get; init; }

    public required ArmPose NearArm { get; init; }

    public required ArmPose FarArm { get; init; }

    /// <summary>The flesh behind the lumbar spine: it comes down to the surface as the pelvis tilts back.</summary>
    public required Placement Loin { get; init; }

    /// <summary>L5 to L1, on the trunk.</summary>
    public required IReadOnlyList<Placement> Vertebrae { get; init; }

    /// <summary>The psoas above the pelvic brim, on the trunk.</summary>
    public required Placement PsoasBelly { get; init; }

    /// <summary>The psoas below the pelvic brim, on the trunk.</summary>
    public required Placement PsoasTendon { get; init; }

    public required Placement Bench { get; init; }

    public required Placement BenchEnd { get; init; }

    public required Placement Blanket { get; init; }

    /// <summary>The bed or bench as a whole: it shrinks to nothing where somebody stands.</summary>
    public required Placement Furniture { get; init; }

    public required Placement Floor { get; init; }

    public required Placement Wall { get; init; }

    /// <summary>Where the psoas and the low back are pointed out, and where their names are written, on the view.</summary>
    public required (Vector Point, Vector Name) PsoasLabel { get; init; }

    public required (Vector Point, Vector Name) LowBackLabel { get; init; }

    public static FigurePose Of(Posture posture)
    {
        var hips = Placement.At(HipsAtRest);
        var trunk = Placement.At(0, 0, posture.Trunk.Angle.Degrees - 90);
        var pelvis = Placement.At(0, 0, -posture.Pelvis.Angle.Degrees);
        var nearLeg = PoseLeg(posture, posture.Stretched, default, pelvis, trunk);
        var farLeg = PoseLeg(posture, posture.Opposite, FarHip, pelvis, trunk);
        (nearLeg, farLeg) = posture.Surface == Surface.Floor ? Stand(posture, nearLeg, farLeg) : (nearLeg, farLeg);
        var nearArm = PoseArm(posture, NearShoulder, NearGrip, NearThighGrip, NearPalm, farLeg, pelvis, trunk);
        var farArm = PoseArm(posture, FarShoulder, FarGrip, FarThighGrip, FarPalm, farLeg, pelvis, trunk);
        var bones = PosePelvicBones(posture.Pelvis.Angle.Degrees);
        var vertebrae = PoseVertebrae(bones);
        var (belly, tendon) = PosePsoas(vertebrae, pelvis, nearLeg.Hip);
        var (bench, benchEnd) = PoseBench(posture.Surface);
        var stands = posture.Surface == Surface.Floor;
        var ground = HipsAtRest.Y + FindGround(posture);

        // everything that must stay in the picture, as drawn at rest: the bench's feet, the head, both legs
        var reach = new List<Vector>
        {
            new(HipsAtRest.X, stands ? ground + FloorThickness : 290),
            hips.Apply(trunk.Apply(new(3, -188))),
            hips.Apply(trunk.Apply(new(30, -160))),
        };
        foreach (var leg in new[] { nearLeg, farLeg })
        {
            Vector OnLeg(Vector onShank) => hips.Apply(trunk.Apply(pelvis.Apply(leg.Hip.Apply(leg.Knee.Apply(onShank)))));
            if (stands)
            {
                reach.Add(new(HipsAtRest.X + WallDistance + WallThickness, ground));
            }

            reach.Add(OnLeg(new(12, -6)));
            reach.Add(OnLeg(new(-16, 34)));
            reach.AddRange(
                new Vector[] { new(42, 14), new(-14, 12), new(4, 17), new(38, 17) }.Select(point => OnLeg(leg.Ankle.Apply(point)))
            );
        }

        return new FigurePose
        {
            View = Frame(reach),
            Hips = hips,
            Trunk = trunk,
            Pelvis = pelvis,
            PelvicBones = bones,
            NearLeg = nearLeg,
            FarLeg = farLeg,
            NearArm = nearArm,
            FarArm = farArm,
            Loin = PoseLoin(posture.Pelvis.Angle.Degrees),
            Vertebrae = vertebrae,
            PsoasBelly = belly,
            PsoasTendon = tendon,
            Bench = bench,
            BenchEnd = benchEnd,
            Blanket = Placement.At(HipsAtRest.X, HipsAtRest.Y + HipHeight) with
            {
                StretchY = posture.Sacrum switch
                {
                    SacrumSupport.None => 0,
                    SacrumSupport.Blanket => 1,
                },
            },
            Furniture = Placement.At(0, 0) with { StretchX = stands ? 0 : 1, StretchY = stands ? 0 : 1 },
            Floor = Placement.At(HipsAtRest.X - FloorReach, ground) with
            {
                StretchX = stands ? (FloorReach + WallDistance + WallThickness) / 100 : 0,
            },
            Wall = Placement.At(HipsAtRest.X + WallDistance, ground) with
            {
                StretchY = stands ? (ground - HipsAtRest.Y + WallHeight) / 100 : 0,
            },

            // beside the body: below it lying, behind and before it standing
            PsoasLabel = (
                hips.Apply(trunk.Apply(tendon.Apply(new(0, 8)))),
                HipsAtRest + (stands ? new Vector(70, -6) : new Vector(38, 66))
            ),
            LowBackLabel = (
                hips.Apply(trunk.Apply(vertebrae[2].Apply(new(-2, 0)))),
                HipsAtRest + (stands ? new Vector(-74, -30) : new Vector(-72, 66))
            ),
        };
    }

    private static LegPose PoseLeg(Posture posture, LegPosture leg, Vector hip, Placement pelvis, Placement trunk)
    {
        var thighElevation = posture.ComputeThighElevation(leg).Degrees;
        var shankElevation = thighElevation - leg.Knee.Angle.Degrees;
        var flatFoot = 0.0;
        if (posture.Surface == Surface.Flat)
        {
            // a leg rests on a flat surface, never in it
            thighElevation = Math.Max(thighElevation, 0);
            var kneeHeight = ThighLength * Sin(thighElevation);
            const double leastAnkleHeight = -2;
            var least = Math.Asin(Math.Clamp((leastAnkleHeight - kneeHeight) / ShankLength, -1, 1)) * (180 / Math.PI);
            shankElevation = Math.Max(shankElevation, least);
            // near the surface and steep: the sole comes to lie on it
            var ankleHeight = kneeHeight + (ShankLength * Sin(shankElevation));
            flatFoot = Math.Clamp((14 - ankleHeight) / 14, 0, 1) * Math.Clamp((-shankElevation - 12) / 20, 0, 1);
        }

        const double relaxedPlantarFlexion = 26;
        var flatPlantarFlexion = Math.Clamp(shankElevation + 90, -25, 60);
        var plantarFlexion = relaxedPlantarFlexion + (flatFoot * (flatPlantarFlexion - relaxedPlantarFlexion));
        var pelvisTurn = pelvis.TurnDegrees + trunk.TurnDegrees;
        return new LegPose(
            // the drawing's zero is the thigh pointing down, the posture's is footward
            Placement.At(hip, -90 - thighElevation - pelvisTurn),
            Placement.At(0, ThighLength, thighElevation - shankElevation),
            Placement.At(0, ShankLength, plantarFlexion)
        );
    }

    // From the hips down to what the feet stand on: the leg that reaches deepest stands on a flat sole.
    private static double FindGround(Posture posture) =>
        Math.Max(FindAnkle(posture, posture.Stretched).Depth, FarHip.Y + FindAnkle(posture, posture.Opposite).Depth) + SoleDepth;

    private static (double Depth, double ShankElevation) FindAnkle(Posture posture, LegPosture leg)
    {
        var thigh = posture.ComputeThighElevation(leg).Degrees;
        var shank = thigh - leg.Knee.Angle.Degrees;
        return (-(ThighLength * Sin(thigh)) - (ShankLength * Sin(shank)), shank);
    }

    /// <summary>Both feet on the floor: flat where the ankle is as deep as it goes, else on the toes.</summary>
    private static (LegPose Near, LegPose Far) Stand(Posture posture, LegPose near, LegPose far)
    {
        var ground = FindGround(posture);
        LegPose On(LegPose leg, LegPosture own, double hipDepth)
        {
            var (depth, shank) = FindAnkle(posture, own);
            var onToes =
                (Math.Asin(Math.Clamp((ground - depth - hipDepth) / Toe.Length, -1, 1)) - Math.Atan2(Toe.Y, Toe.X)) * (180 / Math.PI);
            return leg with { Ankle = leg.Ankle with { TurnDegrees = Math.Clamp(Math.Max(onToes, 0) + 90 + shank, -60, 60) } };
        }

        return (On(near, posture.Stretched, 0), On(far, posture.Opposite, FarHip.Y));
    }

    private static ArmPose PoseArm(
        Posture posture,
        Vector shoulder,
        Vector onShank,
        Vector onThigh,
        Vector palm,
        LegPose held,
        Placement pelvis,
        Placement trunk
    )
    {
        var thighTurn = pelvis.TurnDegrees + held.Hip.TurnDegrees;
        return posture.Hands switch
        {
            Hands.AtSides => RestArm(posture, shoulder),
            Hands.OnOppositeKnee => ReachArm(
                shoulder,
                pelvis.Apply(held.Hip.Apply(held.Knee.Apply(onShank))),
                thighTurn + held.Knee.TurnDegrees
            ),
            Hands.BehindOppositeThigh => ReachArm(shoulder, pelvis.Apply(held.Hip.Apply(FindThighGrip(posture, onThigh))), thighTurn + 90),
            Hands.OnSupport => LeanArm(shoulder, palm.Turn(-trunk.TurnDegrees), trunk.TurnDegrees),
        };
    }

    private static ArmPose RestArm(Posture posture, Vector shoulder)
    {
        // lying, the arm rests on the surface; upright, the hand comes to rest on the thigh
        var upright = Sin(Math.Clamp(posture.Trunk.Angle.Degrees, 0, 90));
        if (posture.Surface == Surface.Floor)
        {
            return new ArmPose(Placement.At(shoulder, 6), Placement.At(0, UpperArmLength, -14), Placement.At(0, ForearmLength, -4));
        }

        return new ArmPose(
            Placement.At(shoulder, 7 - (15 * upright)),
            Placement.At(0, UpperArmLength, -5 - (46 * upright)),
            Placement.At(0, ForearmLength, -3 - (15 * upright))
        );
    }

    // behind a thigh that lies on the surface there is no room: the hand comes round it as it rises
    private static Vector FindThighGrip(Posture posture, Vector behind)
    {
        const double onTop = 14;
        var round = Math.Clamp(posture.ComputeThighElevation(posture.Opposite).Degrees / 60, 0, 1);
        return behind with { X = onTop + (round * (behind.X - onTop)) };
    }

    private static ArmPose ReachArm(Vector shoulder, Vector grip, double heldTurn)
    {
        const double palm = 19;
        // an elbow that bends further than to the back goes outwards, which is not seen from the side
        const double mostBack = 9;
        var (upperArm, elbow) = BendArm(grip - shoulder, palm);
        if (upperArm > mostBack)
        {
            upperArm = mostBack;
            elbow = (grip - Placement.At(shoulder, upperArm).Apply(new(0, UpperArmLength))).DegreesFromDown() - upperArm;
        }

        // the hand bends over what it holds, and its fingers go round it, away from the eye: it looks shorter
        var bend = Math.Clamp(0.35 * (heldTurn - upperArm - elbow), -20, 55);
        return new ArmPose(
            Placement.At(shoulder, upperArm),
            Placement.At(0, UpperArmLength, elbow),
            Placement.At(0, ForearmLength, bend) with
            {
                StretchX = 1.15,
                StretchY = 0.62,
            }
        );
    }

    private static ArmPose LeanArm(Vector shoulder, Vector palm, double trunkTurn)
    {
        // the wrist is as far from the wall as a hand is thick, and the fingers point up it
        const double wrist = 10;
        const double up = -168;
        var (upperArm, elbow) = BendArm(palm - shoulder, wrist);
        var bend = Math.Clamp(up - trunkTurn - upperArm - elbow, -80, 55);
        return new ArmPose(Placement.At(shoulder, upperArm), Placement.At(0, UpperArmLength, elbow), Placement.At(0, ForearmLength, bend));
    }

    /// <summary>Two bones and a target: the law of cosines, elbow below the line from shoulder to hand.</summary>
    private static (double UpperArm, double Elbow) BendArm(Vector line, double beyondWrist)
    {
        var reach = Math.Clamp(line.Length - beyondWrist, UpperArmLength * 0.5, UpperArmLength + ForearmLength - 0.5);
        var atElbow = Acos(
            ((UpperArmLength * UpperArmLength) + (ForearmLength * ForearmLength) - (reach * reach)) / (2 * UpperArmLength * ForearmLength)
        );
        var atShoulder = Acos(
            ((UpperArmLength * UpperArmLength) + (reach * reach) - (ForearmLength * ForearmLength)) / (2 * UpperArmLength * reach)
        );
        return (line.DegreesFromDown() + atShoulder, atElbow - 180);
    }

    private static Placement PoseLoin(double posteriorTilt) =>
        // the hollow of the low back closes between a slight forward tilt and ten degrees back
        Placement.At(-10, -39) with
        {
            StretchX = Math.Clamp((posteriorTilt + 4) / 14, 0, 1),
        };

    private static Placement PosePelvicBones(double posteriorTilt) =>
        // lying, the pelvis rolls over the sacrum as it turns: it comes forward and stays inside the body
        Placement.At(17 * Sin(Math.Max(0, posteriorTilt)), 0, -posteriorTilt);

    private static Placement[] PoseVertebrae(Placement pelvicBones)
    {
        // a curve from the sacrum, which turns with the pelvis, to the thorax, which stays
        var lowest = pelvicBones.Apply(new(-1, -36.5));
        var lowestAlong = 42 * new Vector(0.36, -1).Turn(pelvicBones.TurnDegrees);
        var highest = new Vector(-6, -77);
        var highestAlong = 42 * new Vector(-0.28, -1);
        return
        [
            .. Enumerable
                .Range(0, 5)
                .Select(index =>
                {
                    var t = (index + 0.5) / 5;
                    var (point, along) = Hermite(lowest, lowestAlong, highest, highestAlong, t);
                    return Placement.At(point, (-1 * along).DegreesFromDown());
                }),
        ];
    }

    private static (Vector Point, Vector Along) Hermite(Vector a, Vector aAlong, Vector b, Vector bAlong, double t)
    {
        var (t2, t3) = (t * t, t * t * t);
        var point = (((2 * t3) - (3 * t2) + 1) * a) + ((t3 - (2 * t2) + t) * aAlong) + (((3 * t2) - (2 * t3)) * b) + ((t3 - t2) * bAlong);
        var along =
            (((6 * t2) - (6 * t)) * a) + (((3 * t2) - (4 * t) + 1) * aAlong) + (((6 * t) - (6 * t2)) * b) + (((3 * t2) - (2 * t)) * bAlong);
        return (point, along);
    }

    private static (Placement Belly, Placement Tendon) PosePsoas(IReadOnlyList<Placement> vertebrae, Placement pelvis, Placement hip)
    {
        var origin = vertebrae[^1].Apply(new(6.5, -3));
        var brim = pelvis.Apply(FigureShapes.PelvicBrim);
        var trochanter = pelvis.Apply(hip.Apply(FigureShapes.LesserTrochanter));
        return (Span(origin, brim, FigureShapes.PsoasBellyLength), Span(brim, trochanter, FigureShapes.PsoasTendonLength));
    }

    /// <summary>A part drawn from its origin downwards, laid from one point to another.</summary>
    public static Placement Span(Vector from, Vector to, double drawnLength) =>
        Placement.At(from, (to - from).DegreesFromDown()) with
        {
            StretchY = (to - from).Length / drawnLength,
        };

    private static (Placement Slab, Placement End) PoseBench(Surface surface)
    {
        var end = surface switch
        {
            Surface.Flat or Surface.Floor => 458.0,
            Surface.Edge => HipsAtRest.X + 14,
        };
        var top = HipsAtRest.Y + HipHeight;
        return (Placement.At(30, top) with { StretchX = (end - 8 - 30) / 100 }, Placement.At(end, top));
    }

    /// <summary>The least move and zoom that bring the whole body into the picture.</summary>
    private static Placement Frame(List<Vector> reach)
    {
        var (left, right) = (reach.Min(point => point.X), reach.Max(point => point.X));
        var (top, bottom) = (reach.Min(point => point.Y), reach.Max(point => point.Y));
        var zoom = Math.Min(1, Math.Min((Width - (2 * Margin)) / (right - left), (Height - (2 * Margin)) / (bottom - top)));
        // zooming is about the hips, which then move only as far as they must
        double Shift(double low, double high, double hip, double size)
        {
            var (lowest, highest) = (hip + (zoom * (low - hip)), hip + (zoom * (high - hip)));
            return lowest < Margin ? Margin - lowest
                : highest > size - Margin ? size - Margin - highest
                : 0;
        }

        var shift = new Vector(Shift(left, right, HipsAtRest.X, Width), Shift(top, bottom, HipsAtRest.Y, Height));
        return new Placement(shift + ((1 - zoom) * HipsAtRest), 0, zoom, zoom);
    }

    private static double Sin(double degrees) => Math.Sin(degrees * (Math.PI / 180));

    private static double Acos(double cosine) => Math.Acos(Math.Clamp(cosine, -1, 1)) * (180 / Math.PI);
}
