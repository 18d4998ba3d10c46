using Supine.Audio;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class CaptionsTests
{
    private static readonly CueSequence Session = Scenes.Sequence(
        Scenes.Say(1_000, 2_345, "Lie down. It's <calm> & slow --> now."),
        Scenes.Of(CueKind.Bell, 4_000, 2_500),
        Scenes.Of(CueKind.Hold, 4_000, 30_000),
        Scenes.Say(3_599_999, 1_001, "Zwei\nZeilen")
    ) with
    {
        Title = "Psoas = strength; #1 \\ <left>",
        Language = Languages.Shipped["de"],
        Steps =
        [
            Scenes.Step("Lie down", 0, 4_000, null),
            Scenes.Step("Hold", 4_000, 34_000, Side.Left),
            Scenes.Step("Hold", 34_000, 64_000, Side.Left),
            Scenes.Step("Hold", 64_000, 3_601_000, Side.Right),
        ],
    };

    [Fact]
    public void Captions_are_one_for_every_sentence_to_the_millisecond() =>
        Assert.Equal(
            $"""
            WEBVTT

            NOTE
            Psoas = strength; #1 \ &lt;left&gt;
            protocol by-hand, language de, sequence {new string('0', 64)}

            1
            00:00:01.000 --> 00:00:03.345
            Lie down. It's &lt;calm&gt; &amp; slow --&gt; now.

            2
            00:59:59.999 --> 01:00:01.000
            Zwei Zeilen

            """,
            Captions.Write(Session)
        );

    [Fact]
    public void Chapters_are_steps_and_the_same_title_again_is_the_same_chapter() =>
        Assert.Equal(
            [
                new(Scenes.Ms(0), Scenes.Ms(4_000), "Lie down"),
                new(Scenes.Ms(4_000), Scenes.Ms(64_000), "Hold (links)"),
                new(Scenes.Ms(64_000), Scenes.Ms(3_601_000), "Hold (rechts)"),
            ],
            Chapters.Find(Session)
        );

    [Theory]
    [InlineData("en", "Left knee to the chest")]
    [InlineData("de", "Rechtes Knie zur Brust")]
    [InlineData("es", "Rodilla izquierda al pecho")]
    public void A_title_that_names_a_side_gets_no_other(string language, string title) =>
        Assert.Equal(
            title,
            Assert
                .Single(
                    Chapters.Find(
                        Session with
                        {
                            Language = Languages.Shipped[language],
                            Steps = [Scenes.Step(title, 0, 4_000, Side.Right)],
                        }
                    )
                )
                .Title
        );

    [Fact]
    public void Chapters_as_WebVTT() =>
        Assert.Equal(
            """
            WEBVTT

            00:00:00.000 --> 00:00:04.000
            Lie down

            00:00:04.000 --> 00:01:04.000
            Hold (links)

            00:01:04.000 --> 01:00:01.000
            Hold (rechts)

            """,
            Chapters.WriteWebVtt(Session)
        );

    [Fact]
    public void Chapters_as_ffmpegs_metadata_with_its_signs_escaped() =>
        Assert.Equal(
            """
            ;FFMETADATA1
            title=Psoas \= strength\; \#1 \\ <left>
            artist=Supine
            album=Supine
            language=de
            genre=Speech
            [CHAPTER]
            TIMEBASE=1/1000
            START=0
            END=4000
            title=Lie down
            [CHAPTER]
            TIMEBASE=1/1000
            START=4000
            END=64000
            title=Hold (links)
            [CHAPTER]
            TIMEBASE=1/1000
            START=64000
            END=3601000
            title=Hold (rechts)

            """,
            Chapters.WriteFfmpegMetadata(Session)
        );
}
