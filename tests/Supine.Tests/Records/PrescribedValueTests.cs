using Supine.Biomechanics;
using Supine.Protocols.Prescribing;
using Supine.Records;

namespace Supine.Tests.Records;

public class PrescribedValueTests
{
    private static readonly Programme Before = new(1, TimeSpan.FromSeconds(45), 4, Side.Left, 5);

    public static TheoryData<Dial, int, Programme> Rows =>
        new()
        {
            { Dial.Level, 2, Before with { Level = 2 } },
            { Dial.Hold, 60, Before with { Hold = TimeSpan.FromMinutes(1) } },
            { Dial.Sets, 2, Before with { Sets = 2 } },
            { Dial.First, 0, Before },
            { Dial.First, 1, Before with { First = Side.Right } },
            { Dial.Days, 3, Before with { Days = 3 } },
        };

    [Theory]
    [MemberData(nameof(Rows))]
    public void It_changes_its_own_dial_alone(Dial dial, int value, Programme after) =>
        Assert.Equal(after, new PrescribedValue(dial, value, "the practice").ApplyTo(Before));

    [Fact]
    public void Every_value_that_can_be_prescribed_makes_a_programme_of_its_own()
    {
        foreach (var dial in Enum.GetValues<Dial>())
        {
            var programmes = PrescribedValue
                .ValuesOf(dial)
                .Select(value => new PrescribedValue(dial, value, "you").ApplyTo(Before))
                .ToList();
            Assert.True(programmes.Count > 1);
            Assert.Equal(programmes.Count, programmes.Distinct().Count());
            Assert.All(
                programmes,
                programme =>
                {
                    Assert.InRange(programme.Level, 1, 2);
                    Assert.InRange(programme.Hold, Suggesting.ShortHold, Suggesting.LongHold);
                    Assert.InRange(programme.Sets, 1, Suggesting.MostSets);
                    Assert.InRange(programme.Days, PracticeWeek.LeastDays, 7);
                }
            );
        }
    }

    [Fact]
    public void Each_dial_has_a_word_of_its_own() =>
        Assert.Equal(["level", "hold", "sets", "first", "days"], Enum.GetValues<Dial>().Select(PrescribedValue.WordOf));
}
