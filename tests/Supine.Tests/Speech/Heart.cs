using Supine.Speech;

namespace Supine.Tests.Speech;

/// <summary>The built-in voice, loaded once for all tests that only ask it.</summary>
internal static class Heart
{
    public static readonly string Folder = Path.Combine(Repository.Root, "speech", "heart");

    public static readonly EnglishVoice Voice = new(Folder, [], TimeProvider.System);

    public static string Phonemes(string text) => Assert.IsType<Pronunciation.Found>(Voice.FindPhonemes(text)).ToString();

    public static string Refusal(string text) => Assert.IsType<Pronunciation.Refused>(Voice.FindPhonemes(text)).Reason;

    /// <summary>The lines of a table of reference, without its heading if it has one.</summary>
    public static IEnumerable<string[]> Table(string name) =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "fixtures", "speech", name)).Select(line => line.Split('\t'));

    /// <summary>How many symbols have to be put in, left out or changed.</summary>
    public static int Differences(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var corner = row[0]++;
            for (var j = 1; j <= other.Length; j++)
            {
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (one[i - 1] == other[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
