namespace Supine.Figure;

/// <summary>The outlines of the parts, each in its own frame: the joint it turns about is the origin, standing upright, facing
/// right.</summary>
internal static class FigureShapes
{
    public const double PsoasBellyLength = 66;
    public const double PsoasTendonLength = 21;

    // on the pelvis and on the femur, from the hip joint
    public static readonly Vector PelvicBrim = new(8, -6);
    public static readonly Vector LesserTrochanter = new(-3, 17);

    public const string Thorax =
        "M-4-124C-12-123-18-119-18-108L-18-68C-18-56-10-52-10-39C-10-26-18-18-18 0L19-2C19-14 20.5-26 22-38C23.5-54 29-66 "
        + "30.5-82C32-98 27-110 18-119Z";

    public const string Loin = "M3-34L-2-34C-8-30-8-22-8-14L-8 10C-8 22-8 30-2 38L3 38Z";

    public const string Pelvis =
        "M-10-16C-16-12-18.5-5-18 2C-17.5 8-16 12-12 14.5C-7 17.5-3 18 2 18C12 18 17 12 19 2C20-6 20-14 17-22L-8-22Z";

    public const string Head =
        "M-13 15C-11 9-10.5 2-10.5-4C-10.5-9-11-11-13-15C-20-24-19-53.5 3-53.5C16-53.5 22-45 22-36C22-34 21.5-33 "
        + "22-31.5L26-24.5C26.5-23 25-22.5 23.5-22.3L23.6-19C23.8-17.8 22.8-17.3 23-16.5C23.2-15 22.6-14 22.6-13C23.5-10 22-7.5 "
        + "18-7.8C15-8 11.5-8.5 11-5C10.5 1 12 9 18.5 15.5Z";

    public const string Hair = "M20-46C13-43 6-40 4.5-32C4-27-1-28-2-24C-4-19-8-14-13-14.5C-22-25-21-55.5 3-55.5C13-55.5 19-51 20-46Z";

    public const string Ear = "M-.5-29C3.5-32 5-27 3-24C2-21-.5-22 0-24.5Z";

    public const string Thigh =
        "M18-6C21 12 20 34 16 58C14 70 13 78 12.5 87C12.5 102-12.5 102-13 87C-13.5 72-17.5 50-18 26L-18-2C-18-22 15-24 18-6Z";

    public const string Shank =
        "M12.5-2C12.5 8 10.5 14 10 22C9.5 50 8 72 6 93C5 103-7 104-8.5 95C-9 76-15 60-16.5 34C-17 20-13 8-13 0C-13-16 12.5-16 12.5-2Z";

    public const string Foot =
        "M3-6C8-4 11 2 20 5C28 7.5 36 8.5 39.5 11.5C42 14 41 17 37.5 17C31 17.5 27 15.5 20 15C12 14.5 5 15.5-2 17C-10 18.5-15 15-14 "
        + "8C-13.5 1-10-4-8-10C-5-12 0-9 3-6Z";

    public const string UpperArm = "M10-1C11 18 8 42 7 61C7 70-8 70-8 61C-8 45-11 20-10-1C-9-14 9-14 10-1Z";

    public const string Forearm = "M7-1C8.5 12 6.5 36 5 58C5 64-5 64-5 58C-6 42-9 20-8-1C-7-10 6-10 7-1Z";

    public const string Hand = "M5.5-2C7.5 6 9 14 8.5 20C8 27 6 34 3 36C1 37.5-4 37.5-5.5 34C-8 24-7 8-5-2C-4-7 4.5-7 5.5-2Z";

    public const string Vertebra =
        "M-4-3.5C-1-2.8 2-2.8 5.5-3.5C6-1 6 1 5.5 3.5C2 2.8-1 2.8-4 3.5L-4.5 1.8C-7 2-8.5 3.8-10 3.4C-10.5 1.5-8-1-4.6-1.6Z";

    public const string Sacrum = "M-7-33L5-36C4.5-26-1-14-8-6C-10.5-9-11-20-10-29Z";

    public const string Ilium =
        "M15-19C11-37-4-43-12-31C-11-22-7-18-6-10C-8-2-7 8-4 13C-1 15 2 11 3 7C7 8 13 6 13 3C13-2 11-5 9-8C10-13 13-15 15-19Z";

    public const string Femur = "M-3 8C1 30 1 55-3 78C-8 82-8 92-2 92C6 93 9 88 7 82C4 76 5 40 3.5 5C8-3-5-9-6 0C-10 1-8 7-3 8Z";

    public const string Tibia = "M-7-3C-3-6 4-6 7-3C7 4 4 12 3.5 30C3.5 55 3.5 75 6 88C7 93-6 94-6 89C-4 75-3.5 55-3.5 30C-4 12-8 4-7-3Z";

    // the arrow of a weight, from where it pulls
    public const string Weight = "M0 0L0 33M-5 26L0 34L5 26";

    public const string PsoasBelly =
        "M-1.5-1C6 6 11 22 10.5 39C10 52 7 60 5 67C3.5 71.5-3.5 71.5-5 67C-5 54-3 44-2.5 30C-2.5 18-2 8-1.5-1Z";

    public const string PsoasTendon = "M5-1C5.5 8 3 18 1.2 22C.5 23.5-1 23.5-1.5 22C-3.5 15-5.5 8-5-1C-4-6 4-6 5-1Z";

    public const string PsoasFibres = "M1 8C5 22 6 44 2.5 66M.5 20C2 36 0 52-1.5 66";
}
