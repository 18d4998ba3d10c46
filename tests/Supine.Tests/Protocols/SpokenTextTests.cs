using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>Placeholders, durations and counts as they are spoken.</summary>
public class SpokenTextTests
{
    [Theory]
    [InlineData("en", "{side} leg, {otherSide} knee", "Left leg, right knee")]
    [InlineData("de", "Dein {side.es} Bein, das {otherSide.e} Knie, {side}", "Dein linkes Bein, das rechte Knie, links")]
    [InlineData("de", "auf der {side.en} Seite, ein {otherSide.er} Fuß, am {side.em}", "Auf der linken Seite, ein rechter Fuß, am linkem")]
    [InlineData("es", "la pierna {side.f}, el pie {otherSide}", "La pierna izquierda, el pie derecho")]
    [InlineData("en", "a\n  b\tc ", "A b c")]
    public void A_side_is_inflected(string language, string text, string spoken) => Assert.Equal(spoken, Fill(language, text));

    [Theory]
    [InlineData("en", 1_000, "", "one second")]
    [InlineData("en", 45_000, "", "45 seconds")]
    [InlineData("en", 45_499, "", "45 seconds")]
    [InlineData("en", 45_500, "", "46 seconds")]
    [InlineData("en", 60_000, "", "one minute")]
    [InlineData("en", 90_000, "", "one minute and 30 seconds")]
    [InlineData("en", 120_000, "", "two minutes")]
    [InlineData("de", 60_000, "", "eine Minute")]
    [InlineData("de", 60_000, ".dative", "einer Minute")]
    [InlineData("de", 61_000, ".dative", "einer Minute und einer Sekunde")]
    [InlineData("de", 30_000, "", "30 Sekunden")]
    [InlineData("es", 60_000, "", "un minuto")]
    [InlineData("es", 61_000, "", "un minuto y un segundo")]
    public void A_duration_is_minutes_and_whole_seconds(string language, int milliseconds, string form, string spoken) =>
        Assert.Equal("X " + spoken, Fill(language, "x {hold" + form + "}", hold: milliseconds));

    [Theory]
    [InlineData("en", 1, "one round")]
    [InlineData("en", 3, "three rounds")]
    [InlineData("en", 13, "13 rounds")]
    public void A_count_has_a_form_for_one_and_one_for_more(string language, int sets, string spoken) =>
        Assert.Equal("Do " + spoken, Fill(language, "do {sets|one round|# rounds}", sets: sets));

    [Theory]
    [InlineData("45s", 45_000)]
    [InlineData("37.5s", 37_500)]
    [InlineData("1m30s", 90_000)]
    [InlineData("500ms", 500)]
    [InlineData("1m2s3ms", 62_003)]
    [InlineData("0s", 0)]
    [InlineData("99m", 5_940_000)]
    public void A_duration_is_read(string text, int milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
        Assert.True(DurationText.TryParse(DurationText.Write(duration), out var again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("45")]
    [InlineData("-45s")]
    [InlineData("45 s")]
    [InlineData("1.2345s")]
    [InlineData("s")]
    [InlineData("100m")]
    [InlineData("45s ")]
    [InlineData("٤٥s")]
    [InlineData("1s1m")]
    [InlineData(null)]
    public void What_is_no_duration_is_not_read(string? text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void A_longer_sentence_never_has_a_shorter_slot() =>
        Properties.ForSeeds(
            200,
            seed =>
            {
                var random = new Random(seed);
                var text = string.Concat(Enumerable.Range(0, random.Next(1, 150)).Select(_ => "abc, 12. é"[random.Next(10)]));
                var language = Languages.Shipped.All[random.Next(3)];
                Assert.True(SpeechEstimate.Of(language, text) <= SpeechEstimate.Of(language, text + "a"));
                Assert.Equal(0, SpeechEstimate.Of(language, text).TotalMilliseconds % 100);
            }
        );

    private static string Fill(string language, string text, int hold = 45_000, int sets = 1)
    {
        Assert.True(TextTemplate.TryParse(text, out var template, out _));
        return template.Fill(
            Languages.Shipped[language],
            new TextScope(
                Side.Left,
                ImmutableSortedDictionary<string, TimeSpan>.Empty.Add("hold", TimeSpan.FromMilliseconds(hold)),
                ImmutableSortedDictionary<string, int>.Empty.Add("sets", sets)
            )
        );
    }
}
