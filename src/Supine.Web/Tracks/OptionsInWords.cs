using Supine.Audio;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Shell;

namespace Supine.Web.Tracks;

/// <summary>The options of a setting as the form names them, for a fault that says what can be chosen.</summary>
/// <remarks>What an address calls them are names in English, which say nothing to somebody who reads another language.</remarks>
internal static class OptionsInWords
{
    /// <summary>That <paramref name="written"/> is none of the options of a setting.</summary>
    public static string Refuse<T>(string written, Texts texts)
        where T : struct, Enum => Refuse(written, [.. Enum.GetValues<T>().Select(option => Name(option, texts))], texts);

    /// <summary>That <paramref name="written"/> is none of the options of a protocol's own choice.</summary>
    public static string Refuse(string written, ProtocolChoice choice, Texts texts) =>
        Refuse(written, [.. choice.Options.Select(option => texts[option.Text])], texts);

    private static string Refuse(string written, IReadOnlyList<string> names, Texts texts) =>
        texts["fault.word", ("text", written), ("known", string.Join(", ", names))];

    private static string Name<T>(T option, Texts texts)
        where T : struct, Enum =>
        option switch
        {
            Side.Left => texts["side.left"],
            Side.Right => texts["side.right"],
            Instruction => texts[$"guide.instruction{option}"],
            ToneVolume => texts[$"guide.tones{option}"],
            _ => throw new ArgumentOutOfRangeException(nameof(option), option, "No form offers this setting."),
        };
}
