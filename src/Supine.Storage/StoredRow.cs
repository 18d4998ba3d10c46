using System.Text.Json;

namespace Supine.Storage;

/// <summary>Reads what another version, or another program, may have written.</summary>
internal static class StoredRow
{
    /// <summary>What a row is read as; null where this version cannot read it.</summary>
    /// <param name="read">Makes it of the row's values, and throws where these are none of its own.</param>
    public static T? TryRead<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception fault)
            when (fault
                    is ArgumentException
                        or FormatException
                        or InvalidOperationException
                        or JsonException
                        or KeyNotFoundException
                        or OverflowException
            )
        {
            return null;
        }
    }
}
