namespace Supine.Figure;

/// <summary>The outlines of the parts, each in its own frame: the joint it turns about is the origin, standing upright, facing right.</summary>
internal static class FigureShapes
{
    public const double PsoasBellyLength = 66;
    public const double PsoasTendonLength = 21;

    // on the pelvis and on the femur, from the hip joint
    public static readonly Vector PelvicBrim = new(8, -6);
    public static readonly Vector LesserTrochanter = new(-3, 17);

    public const string Thorax =
        "M-11-132C-14-126-18-122-18-110L-18-68C-18-56-10-52-10-39C-10-26-18-24-17-10L19-2C19-14 20.5-26 22-38C23.5-54 29-66 30.5-82C32-98 26-110 16-119C11-124 10-126 9-132Z";

    public const string Loin = "M3-30L3 30L-8 30L-8-30Z";

    public const string Pelvis =
        "M-15-9C-18-3-18 8-15 12C-12 17-4 18 2 18C12 18 17 12 19 2C20-6 20-14 17-22L-8-22Z";

    public const string Head =
        "M-17 14C-13 10-9 4-9-4C-9-9-10-11-13-15C-20-24-19-53.5 3-53.5C16-53.5 22-45 22-36C22-34 21.5-33 22-31.5L26-24.5C26.5-23 25-22.5 23.5-22.3L23.6-19C23.8-17.8 22.8-17.3 23-16.5C23.2-15 22.6-14 22.6-13C23.5-10 22-7.5 18-7.8C14-8 10.5-8.5 9.5-5C8.5 0 10 8 18 15Z";

    public const string Hair =
        "M20-46C13-43 6-40 4.5-32C4-27-1-28-2-24C-4-19-8-14-13-14.5C-22-25-21-55.5 3-55.5C13-55.5 19-51 20-46Z";

    public const string Thigh =
        "M18-6C21 12 20 34 16 58C14 70 13 78 12.5 87C12.5 102-12.5 102-13 87C-13.5 72-17.5 50-18 26L-18-2C-18-22 15-24 18-6Z";

    public const string Shank =
        "M12.5-2C12.5 8 10.5 14 10 22C9.5 50 8 72 6 93C5 103-7 104-8.5 95C-9 76-15 60-16.5 34C-17 20-13 8-13 0C-13-16 12.5-16 12.5-2Z";

    public const string Foot =
        "M3-6C8-4 11 2.5 20 6C28 8.7 36 10.5 39.5 13C41.5 15 40.5 17 37.5 17C31 17.5 27 15.5 20 15C12 14.5 5 15.5-2 17C-10 18.5-15 15-14 8C-13 2-11-3-7-5C-3-8 0-8 3-6Z";

    public const string UpperArm =
        "M10-1C11 18 8 42 7 61C7 70-8 70-8 61C-8 45-11 20-10-1C-9-14 9-14 10-1Z";

    public const string Forearm =
        "M7-1C8.5 12 6.5 36 5 58C5 64-5 64-5 58C-6 42-9 20-8-1C-7-10 6-10 7-1Z";

    public const string Hand =
        "M5.5-2C7.5 6 9 14 8.5 20C8 27 6 34 3 36C1 37.5-4 37.5-5.5 34C-8 24-7 8-5-2C-4-7 4.5-7 5.5-2Z";

    public const string Vertebra = "M-5-3.1C-2-2.5 2-2.5 5-3.1C5.6-1 5.6 1 5 3.1C2 2.5-2 2.5-5 3.1C-5.2 1.5-8 3.5-9.5 2C-9 0-6-.5-5-3.1Z";

    public const string Sacrum = "M-7-33L4-35.5C3-26-1-15-8-6C-10.5-9-11-20-10-29Z";

    public const string Ilium =
        "M15-19C11-37-4-43-12-31C-11-22-7-18-6-10C-8-2-7 8-4 13C-1 15 2 11 4 7L13 5C15 2 12-4 9-8C10-13 13-15 15-19Z";

    public const string Femur = "M-3 6C1 30 1 55-3 78C-8 82-8 92-2 92C6 93 9 88 7 82C4 76 5 40 4 4C8-6-8-8-6 0C-10-1-9 6-3 6Z";

    public const string PsoasBelly = "M0-1C6 8 9.5 24 8.5 40C8 52 6 60 5 67C3.5 71.5-3.5 71.5-5 67C-6 57-6.5 50-6.5 40C-6.5 24-4 8 0-1Z";

    public const string PsoasTendon = "M5-1C5.5 8 3 18 1.2 22C.5 23.5-1 23.5-1.5 22C-3.5 15-5.5 8-5-1C-4-6 4-6 5-1Z";

    public const string PsoasFibres = "M.5 8C4 24 4 44 1.5 66M-2 16C-2 34-2.5 50-1.5 66";
}
