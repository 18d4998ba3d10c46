using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

public class PrintedStepTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_round_is_printed_once_however_often_it_is_done(int sets)
    {
        var printed = PrintedStep.AllOf(Repository.Protocol("psoas-lying-2"), new Prescription { Sets = sets, First = Side.Right });

        Assert.Equal(
            [
                "before",
                "lie-back",
                "knee-to-chest Right",
                "low-back Right",
                "leg-off Right",
                "let-go Right",
                "release Right",
                "change Left",
                "knee-to-chest Left",
                "low-back Left",
                "leg-off Left",
                "let-go Left",
                "release Left",
                "roll",
                "sit",
            ],
            printed.Select(step => $"{step.Step.Id} {step.Step.Side}".Trim())
        );
    }

    [Fact]
    public void Its_text_is_the_short_one_for_its_side()
    {
        var printed = PrintedStep.AllOf(
            Repository.Protocol("psoas-lying-2"),
            new Prescription { Language = Languages.Shipped["de"], First = Side.Left }
        );

        Assert.Equal(
            [
                "Setz dich ganz an die Kante.",
                "Lass dein linkes Bein schwer sein.",
                "Als Nächstes hängt dein rechtes Bein.",
                "Lass dein rechtes Bein schwer sein.",
            ],
            printed.Where(step => step.Step.Id is "before" or "let-go" or "change").Select(step => step.Text)
        );
    }

    [Fact]
    public void Every_step_of_every_shipped_protocol_has_a_text() =>
        Assert.All(
            from protocol in Repository.Protocols.Protocols
            from language in Languages.Shipped.All
            from step in PrintedStep.AllOf(protocol, new Prescription { Language = language })
            select step,
            step => Assert.False(string.IsNullOrWhiteSpace(step.Text), step.Step.Id)
        );

    [Fact]
    public void What_does_not_compile_is_not_printed() =>
        Assert.Throws<ArgumentException>(() => PrintedStep.AllOf(Repository.Protocol("psoas-lying-1"), new Prescription { Sets = 99 }));
}
