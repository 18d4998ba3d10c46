namespace Supine.Figure;

/// <summary>A point or direction of the drawing: x to the right, y down, in the units of the view box.</summary>
internal readonly record struct Vector(double X, double Y)
{
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);

    public static Vector operator -(Vector a, Vector b) => new(a.X - b.X, a.Y - b.Y);

    public static Vector operator *(double factor, Vector a) => new(factor * a.X, factor * a.Y);

    /// <summary>Turned clockwise as seen on the page.</summary>
    public Vector Turn(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * (Math.PI / 180));
        return new((X * cos) - (Y * sin), (X * sin) + (Y * cos));
    }

    /// <summary>How far clockwise the direction "down" has to be turned to point this way, from −180 to 180.</summary>
    public double DegreesFromDown() => Math.Atan2(-X, Y) * (180 / Math.PI);
}
