using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Supine.Biomechanics.Geometry;

/// <summary>The bones of four legs, each in its own posture, seen from the femur: what <see cref="Skeleton"/> is for one leg.</summary>
/// <remarks>
/// Seen from the femur its points stand still and the hip is the origin, so that a lever is a point and nothing else. The leg is the
/// generic
/// adult's right one: the left is its mirror image with the same lengths and arms, and another size multiplies both. Not for two threads at
/// once.
/// </remarks>
internal sealed class LegLanes
{
    private readonly Knee _knee = Knee.Generic;
    private readonly BoneLanes[] _bones = new BoneLanes[(int)Bone.Tibia + 1];
    private Vector3Lanes _flexionAxis;
    private Vector256<double> _adductionX;
    private Vector256<double> _adductionZ;

    /// <summary>A point as the constants of this class count it: of the pelvis, from the hip.</summary>
    public static Vector3 FromHip(Bone bone, in Vector3 at) => bone == Bone.Pelvis ? at - Skeleton.GenericHipCentre : at;

    /// <summary>Moves the legs; radians.</summary>
    public void Pose(
        Vector256<double> hipFlexion,
        Vector256<double> hipAdduction,
        Vector256<double> hipRotation,
        Vector256<double> kneeFlexion
    )
    {
        var aboutY = RotationLanes.AboutY(hipRotation);
        var onPelvis = RotationLanes.AboutZ(hipFlexion) * RotationLanes.AboutX(hipAdduction) * aboutY;
        _flexionAxis = new(onPelvis.X.Z, onPelvis.Y.Z, onPelvis.Z.Z);
        (_adductionX, _adductionZ) = (aboutY.X.X, aboutY.Z.X);
        _bones[(int)Bone.Pelvis].Turn = onPelvis.Inverse;
        PoseTibia(ref _bones[(int)Bone.Tibia], kneeFlexion);
        PosePatella(ref _bones[(int)Bone.Patella], kneeFlexion);
    }

    /// <summary>Where a point of a bone is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3Lanes Place(Bone bone, in Vector3 at)
    {
        var point = Vector3Lanes.All(at);
        if (bone == Bone.Femur)
        {
            return point;
        }

        ref readonly var frame = ref _bones[(int)bone];
        return bone == Bone.Pelvis ? frame.Turn * point : frame.Origin + (frame.Turn * point);
    }

    /// <summary>A point as a bone sees it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3Lanes SeenFrom(Bone bone, in Vector3Lanes point)
    {
        if (bone == Bone.Femur)
        {
            return point;
        }

        ref readonly var frame = ref _bones[(int)bone];
        return frame.Turn.Undo(bone == Bone.Pelvis ? point : point - frame.Origin);
    }

    /// <summary>A direction that a bone sees, as the femur does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3Lanes Outside(Bone bone, in Vector3Lanes direction) =>
        bone == Bone.Femur ? direction : _bones[(int)bone].Turn * direction;

    /// <summary>Adds what a straight part between two bones contributes to the arms.</summary>
    /// <param name="from">The bone it leaves.</param>
    /// <param name="to">The bone it reaches; never the pelvis, where every path begins.</param>
    /// <param name="point">Any point on its line.</param>
    /// <param name="unit">Its direction.</param>
    /// <param name="arms">Added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Bone from, Bone to, in Vector3Lanes point, in Vector3Lanes unit, ref LegArmLanes arms)
    {
        var lever = Vector3Lanes.Cross(point, unit);
        if (from == Bone.Pelvis)
        {
            arms.HipFlexion -= Vector3Lanes.Dot(_flexionAxis, lever);
            arms.HipAdduction -= Lanes.Sum(_adductionX, lever.X, _adductionZ * lever.Z);
            arms.HipRotation -= lever.Y;
        }

        if (to >= Bone.Patella)
        {
            arms.KneeFlexion -= Along(to, lever, unit);
        }

        if (from >= Bone.Patella)
        {
            arms.KneeFlexion += Along(from, lever, unit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Along(Bone bone, in Vector3Lanes lever, in Vector3Lanes unit)
    {
        ref readonly var motion = ref _bones[(int)bone];
        return Vector3Lanes.Dot(motion.Slide, unit) + Vector3Lanes.Dot(motion.Spin, lever);
    }

    // Knee.Tibia, lane by lane
    private void PoseTibia(ref BoneLanes tibia, Vector256<double> flexion)
    {
        var ((z, dz), (y, dy)) = (_knee.TurnZ.Evaluate(flexion), _knee.TurnY.Evaluate(flexion));
        var ((tx, dtx), (ty, dty), (tz, dtz)) = (
            _knee.ShiftX.Evaluate(flexion),
            _knee.ShiftY.Evaluate(flexion),
            _knee.ShiftZ.Evaluate(flexion)
        );
        var aboutX = RotationLanes.AboutX(flexion);
        var aboutXz = aboutX * RotationLanes.AboutZ(z);
        var turn = aboutXz * RotationLanes.AboutY(y);
        var onFemur = RotationLanes.All(_knee.OnFemur.Turn);
        var fromTibia = _knee.OnTibia.Inverse;
        var centre = Vector3Lanes.All(_knee.OnFemur.Origin) + (onFemur * new Vector3Lanes(tx, ty, tz));
        tibia.Turn = onFemur * turn * RotationLanes.All(fromTibia.Turn);
        tibia.Origin = centre + (onFemur * (turn * Vector3Lanes.All(fromTibia.Origin)));
        tibia.Spin =
            onFemur
            * (
                new Vector3Lanes(Vector256<double>.One, Vector256<double>.Zero, Vector256<double>.Zero) + (dz * aboutX.Z) + (dy * aboutXz.Y)
            );
        tibia.Slide = (onFemur * new Vector3Lanes(dtx, dty, dtz)) - Vector3Lanes.Cross(tibia.Spin, centre);
    }

    // Knee.Patella, lane by lane
    private void PosePatella(ref BoneLanes patella, Vector256<double> flexion)
    {
        var ((turn, dTurn), (x, dx), (y, dy)) = (
            _knee.PatellaTurn.Evaluate(flexion),
            _knee.PatellaX.Evaluate(flexion),
            _knee.PatellaY.Evaluate(flexion)
        );
        var zero = Vector256<double>.Zero;
        patella.Turn = RotationLanes.AboutZ(turn);
        patella.Origin = Vector3Lanes.All(_knee.PatellaOrigin) + new Vector3Lanes(x, y, zero);
        patella.Spin = new Vector3Lanes(zero, zero, dTurn);
        patella.Slide = new Vector3Lanes(dx, dy, zero) - Vector3Lanes.Cross(patella.Spin, patella.Origin);
    }

    // a bone on the femur, and its twist a radian of knee flexion
    private struct BoneLanes
    {
        public RotationLanes Turn;
        public Vector3Lanes Origin;
        public Vector3Lanes Spin;
        public Vector3Lanes Slide;
    }
}

/// <summary>The moment arms of a muscle of the leg, in metres, lane by lane.</summary>
internal struct LegArmLanes
{
    public Vector256<double> HipFlexion;
    public Vector256<double> HipAdduction;
    public Vector256<double> HipRotation;
    public Vector256<double> KneeFlexion;
}
