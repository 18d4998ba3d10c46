using Supine.Records;

namespace Supine.Tests.Records;

public class WordsTests
{
    [Fact]
    public void Every_word_leads_back_to_what_it_names()
    {
        Back(Words.Of, Words.FindSide, "left", "right");
        Back(Words.Of, Words.FindEnd, "abandoned", "stopped", "completed");
        Back(Words.Of, Words.FindStop, "time", "pain", "leg-pain", "tingling", "weakness", "other", "too-strong");
        Back(Words.Of, Words.FindGoal, "ease", "reach", "practice", "open");
        Back(Words.Of, Words.FindMethod, "phone", "goniometer");
        Back(Words.Of, Words.FindMoment, "alone", "before", "after");
    }

    private static void Back<T>(Func<T, string> wordOf, Func<string?, T?> find, params string[] words)
        where T : struct, Enum
    {
        Assert.Equal(words, Enum.GetValues<T>().Select(wordOf));
        Assert.All(Enum.GetValues<T>(), value => Assert.Equal(value, find(wordOf(value))));
        Assert.All(new[] { null, "", words[0].ToUpperInvariant(), "0" }, word => Assert.Null(find(word)));
    }
}
