namespace Supine.Biomechanics;

/// <summary>A side of the person's own body.</summary>
public enum Side
{
    /// <summary>The person's left.</summary>
    Left,

    /// <summary>The person's right.</summary>
    Right,
}

/// <summary>What can be asked of a <see cref="Side"/>.</summary>
public static class Sides
{
    /// <summary>The side across.</summary>
    public static Side Other(this Side side) =>
        side switch
        {
            Side.Left => Side.Right,
            Side.Right => Side.Left,
        };
}
