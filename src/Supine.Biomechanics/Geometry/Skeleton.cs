namespace Supine.Biomechanics.Geometry;

/// <summary>The bones that muscles of the hip run over.</summary>
internal enum Bone
{
    Pelvis,
    Femur,
    Patella,
    Tibia,
    L5,
    L4,
    L3,
    L2,
    L1,
}

/// <summary>The joint angles of one leg and the lumbar spine, in radians.</summary>
internal readonly record struct JointCoordinates(
    double HipFlexion,
    double HipAdduction,
    double HipRotation,
    double KneeFlexion,
    double Lordosis
)
{
    public static JointCoordinates Sagittal(double hipFlexion, double kneeFlexion) => new(hipFlexion, 0, 0, kneeFlexion, 0);
}

/// <summary>The joint coordinates that have a moment arm.</summary>
internal enum Coordinate
{
    HipFlexion,
    HipAdduction,
    HipRotation,
    KneeFlexion,
    L5S1,
    L4L5,
    L3L4,
    L2L3,
    L1L2,
}

/// <summary>Where every bone of one leg and the lumbar spine is, and how each moves with each joint. Made once, posed often.</summary>
/// <remarks>
/// Source ids <c>rajagopal-2016</c> (hip centre, hip rotations in the order flexion z, adduction x, rotation y),
/// <c>wilkinson-2021</c> (lumbar joints), <c>christophy-2012</c> (shares of lumbar flexion and extension). The frame is the pelvis's:
/// x forward, y up, z to the person's right. The left side is computed as the right one's mirror image.
/// </remarks>
internal sealed class Skeleton
{
    public const int Bones = 9;
    public const int LumbarJoints = 5;

    /// <summary>The ankle's centre on the right tibia of the generic adult; it lies in the plane of the bone, so it is the left's
    /// too.</summary>
    public static readonly Vector3 AnkleOnTibia = new(-0.01, -0.4, 0);

    /// <summary>The right hip of the generic adult, on the pelvis.</summary>
    public static readonly Vector3 GenericHipCentre = new(-0.056276, -0.07849, 0.07726);

    // from L5 on the sacrum upwards
    private static readonly (Vector3 At, double Turn, double Share)[] Lumbar = ReadLumbar();

    private readonly double _scale;
    private readonly Vector3 _hipCentre;
    private readonly Knee _knee;
    private readonly bool _isLeft;
    private readonly Frame _root;
    private readonly Frame[] _frames = new Frame[Bones];
    private readonly Vector3[] _lumbarCentres = new Vector3[LumbarJoints];
    private readonly Vector3[] _hip = new Vector3[3];
    private Twist _tibiaMotion;
    private Twist _patellaMotion;

    /// <summary>A generic skeleton, its pelvis at the origin unless said otherwise.</summary>
    public Skeleton(double scale, Side side, Frame? pelvis = null)
        : this(scale, side, pelvis, GenericHipCentre, Knee.Generic) { }

    /// <summary>A skeleton with a hip and a knee of its own.</summary>
    public Skeleton(double scale, Side side, Frame? pelvis, Vector3 hipCentre, Knee knee)
    {
        (_scale, _isLeft) = (scale, side == Side.Left);
        (_hipCentre, _knee) = (hipCentre, knee);
        _root = pelvis ?? Frame.Identity;
        RootIsIdentity = pelvis is null;
        Pose(default);
    }

    /// <summary>How the lumbar joints share a change of lordosis, from L5 on the sacrum upwards.</summary>
    public static ReadOnlySpan<double> LumbarShares => Shares;

    private static readonly double[] Shares = [.. Lumbar.Select(joint => joint.Share)];

    public bool RootIsIdentity { get; }

    public Vector3 HipCentre { get; private set; }

    public Vector3 LumbarAxis { get; private set; }

    public ref readonly Frame this[Bone bone] => ref _frames[(int)bone];

    /// <summary>The centre of a lumbar joint; 0 is L5 on the sacrum.</summary>
    public Vector3 LumbarCentre(int joint) => _lumbarCentres[joint];

    /// <summary>The axis through the hip centre that a hip coordinate turns the leg about.</summary>
    public ref readonly Vector3 Hip(int coordinate) => ref _hip[coordinate];

    /// <summary>How the tibia moves a radian of knee flexion.</summary>
    public ref readonly Twist TibiaMotion => ref _tibiaMotion;

    /// <summary>How the patella moves a radian of knee flexion.</summary>
    public ref readonly Twist PatellaMotion => ref _patellaMotion;

    /// <summary>Moves every bone to a posture.</summary>
    public void Pose(in JointCoordinates q)
    {
        PoseLeg(q);
        PoseLumbar(q.Lordosis);
    }

    /// <summary>Moves the leg alone: what a sweep of the hip needs.</summary>
    public void PoseLeg(in JointCoordinates q)
    {
        var flexion = Rotation.AboutZ(q.HipFlexion);
        var flexionAdduction = flexion * Rotation.AboutX(q.HipAdduction);
        var centre = _scale * _hipCentre;
        var femur = new Frame(flexionAdduction * Rotation.AboutY(q.HipRotation), centre);
        var (tibiaOnFemur, tibiaMotion) = _knee.Tibia(q.KneeFlexion);
        var (patellaOnFemur, patellaMotion) = _knee.Patella(q.KneeFlexion);

        Place(Bone.Pelvis, Frame.Identity);
        Place(Bone.Femur, femur);
        Place(Bone.Tibia, femur * Scaled(tibiaOnFemur));
        Place(Bone.Patella, femur * Scaled(patellaOnFemur));
        HipCentre = _root * (_isLeft ? centre.Mirrored : centre);

        _hip[0] = Axis(new(0, 0, 1));
        _hip[1] = Axis(flexion.X);
        _hip[2] = Axis(flexionAdduction.Y);
        _tibiaMotion = Outside(Scaled(tibiaMotion).In(femur));
        _patellaMotion = Outside(Scaled(patellaMotion).In(femur));
    }

    private void PoseLumbar(double lordosis)
    {
        var below = Frame.Identity;
        for (var joint = 0; joint < LumbarJoints; joint++)
        {
            var (at, turn, share) = Lumbar[joint];
            below *= new Frame(Rotation.AboutZ(turn + (share * lordosis)), _scale * at);
            Place((Bone)((int)Bone.L5 + joint), below);
            _lumbarCentres[joint] = _frames[(int)Bone.L5 + joint].Origin;
        }

        LumbarAxis = _root.Turn * new Vector3(0, 0, 1);
    }

    private void Place(Bone bone, Frame onRightOfPelvis)
    {
        var here = _isLeft ? onRightOfPelvis.Mirrored : onRightOfPelvis;
        _frames[(int)bone] = RootIsIdentity ? here : _root * here;
    }

    private Vector3 Axis(Vector3 onRight) => Outside(new Twist(onRight, default)).Spin;

    // turning backwards and forwards looks the same in the mirror; so does a coordinate that is named towards the body's middle
    private Twist Outside(Twist onRightOfPelvis)
    {
        var here = _isLeft ? onRightOfPelvis.Mirrored : onRightOfPelvis;
        return RootIsIdentity ? here : here.In(_root);
    }

    private Frame Scaled(Frame frame) => frame with { Origin = _scale * frame.Origin };

    private Twist Scaled(Twist motion) => motion with { Slide = _scale * motion.Slide };

    private static (Vector3 At, double Turn, double Share)[] ReadLumbar()
    {
        var table = Table.Read("lumbar-joints");
        var (x, y, z, turn, share) = (
            table.Numbers("x_m"),
            table.Numbers("y_m"),
            table.Numbers("z_m"),
            table.Numbers("turn_z_rad"),
            table.Numbers("share")
        );
        return
        [
            .. Enumerable.Range(0, LumbarJoints).Select(joint => (new Vector3(x[joint], y[joint], z[joint]), turn[joint], share[joint])),
        ];
    }
}
