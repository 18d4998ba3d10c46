using FsCheck;
using FsCheck.Fluent;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Records;

namespace Supine.Tests.Records;

/// <summary>A hip's latest day, and what the body model makes of it.</summary>
public class HipRecordTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    // somebody who travels, and whose readings are not always an angle, in order of the instants
    private static readonly Gen<List<HipRecord>> Histories =
        from readings in (
            from hour in Gen.Choose(0, 24 * 12)
            from offset in Gen.Choose(-12, 14)
            from side in Gen.Elements(Side.Left, Side.Right)
            from moment in Gen.Elements(ReadingMoment.Alone, ReadingMoment.Before, ReadingMoment.After)
            from below in Gen.Elements<double?>(null, 4, 9, 15)
            select Practice.Reading(Day, below, side, moment) with
            {
                TakenAt = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour).ToOffset(TimeSpan.FromHours(offset)),
            }
        ).ListOf()
        select readings.OrderBy(reading => reading.TakenAt).ToList();

    [Fact]
    public void The_latest_day_is_averaged_and_what_fades_is_left_out()
    {
        var latest = LatestHip.Find(
            [
                Practice.Reading(Day.AddDays(-1), 40),
                Practice.Reading(Day, 10, half: 2),
                Practice.Reading(Day, 20, half: 6, pelvis: 4),
                Practice.Reading(Day, 90, moment: ReadingMoment.After),
                Practice.Reading(Day, 90, Side.Right),
                Practice.Reading(Day.AddDays(1), 90, moment: ReadingMoment.After),
                Practice.Reading(Day.AddDays(1), null),
            ],
            Side.Left
        )!;
        Assert.Equal(Day, latest.Day);
        Assert.Equal(15, latest.Below.Degrees, 1e-9);

        // the least certain of the day, less for there being two; the pelvis was measured once
        Assert.Equal(6 / Math.Sqrt(2), latest.HalfInterval.Degrees, 1e-9);
        Assert.Equal(4, latest.Pelvis!.Value.Degrees, 1e-9);
        Assert.Equal(12, latest.HipHalfInterval!.Value.Degrees, 1e-9);
        Assert.Null(LatestHip.Find([Practice.Reading(Day, 90, Side.Right)], Side.Left));
    }

    [Fact]
    public void The_latest_readings_are_enough_once_no_earlier_one_can_be_of_either_sides_last_two_days() =>
        Properties.ForAll(
            300,
            Histories,
            all =>
            {
                for (var count = 0; count <= all.Count; count++)
                {
                    var latest = all.TakeLast(count).ToList();
                    if (LatestHip.IsWholeIn(latest))
                    {
                        Assert.Equal(LatestHip.Find(all, Side.Left), LatestHip.Find(latest, Side.Left));
                        Assert.Equal(LatestHip.Find(all, Side.Right), LatestHip.Find(latest, Side.Right));
                        Assert.Equal(LatestHip.FindBefore(all, Side.Left), LatestHip.FindBefore(latest, Side.Left));
                        Assert.Equal(LatestHip.FindBefore(all, Side.Right), LatestHip.FindBefore(latest, Side.Right));
                    }
                }
            }
        );

    [Fact]
    public void Two_days_of_both_sides_are_whole_in_what_begins_two_days_before()
    {
        HipRecord[] both =
        [
            Practice.Reading(Day.AddDays(-3), 9),
            Practice.Reading(Day.AddDays(-3), 9, Side.Right),
            Practice.Reading(Day, 10),
            Practice.Reading(Day, 12, Side.Right),
        ];
        Assert.False(LatestHip.IsWholeIn([]));
        Assert.False(LatestHip.IsWholeIn(both));
        Assert.False(LatestHip.IsWholeIn([Practice.Reading(Day.AddDays(-4), 3), .. both]));
        Assert.True(LatestHip.IsWholeIn([Practice.Reading(Day.AddDays(-5), 3), .. both]));
        Assert.False(LatestHip.IsWholeIn([Practice.Reading(Day.AddDays(-5), 3), .. both[..3]]));
        Assert.Contains(Histories.Sample(100, new Rnd(20_261, 41_007), 20), all => LatestHip.IsWholeIn([.. all.Skip(1)]));
    }

    [Fact]
    public void What_was_corrected_counts_in_place_of_what_was_measured()
    {
        var reading = Practice.Reading(Day, 10, pelvis: 3) with { Corrected = Angle.FromDegrees(12) };
        Assert.Equal(12, reading.Below!.Value.Degrees, 1e-9);
        Assert.Equal(15, reading.HipExtension!.Value.Degrees, 1e-9);
        Assert.Null(Practice.Reading(Day, 10).HipExtension);
    }

    [Fact]
    public void A_typed_angle_is_as_certain_as_one_hand_repeats() =>
        Assert.Equal(4, FitQuestion.DeviationOf(HipRecord.TypedHalfInterval).Degrees, 1e-9);

    [Fact]
    public void The_fit_takes_the_hip_and_one_standard_deviation_of_it()
    {
        var person = Person.Typical(Sex.Male);
        var fit = HipFit.Find(person, [Practice.Reading(Day, 10, pelvis: 8, half: 3), Practice.Reading(Day, 12, Side.Right)])!;
        Assert.Equal(-18, fit.Question.Left!.Value.Angle.Degrees, 1e-9);
        Assert.Equal(-12 - TightnessFit.UsualPelvis.Degrees, fit.Question.Right!.Value.Angle.Degrees, 1e-9);
        Assert.Equal((8 + TightnessFit.UsualPelvis.Degrees) / 2, fit.Question.Pelvis.Angle.Degrees, 1e-9);
        Assert.Equal(person, fit.Question.Person);

        // of the two the less certain: ±6° for the left hip against ±4° for the right thigh over a pelvis that nobody measured, SD 4°
        Assert.Equal(Math.Sqrt(Math.Pow(4 / 1.959963984540054, 2) + (4 * 4)), fit.Question.Uncertainty.Degrees, 1e-9);
        var measured = HipFit.Find(person, [Practice.Reading(Day, 10, pelvis: 8, half: 3)])!;
        Assert.Equal(6 / 1.959963984540054, measured.Question.Uncertainty.Degrees, 1e-9);
    }

    [Fact]
    public void Without_an_angle_that_the_model_can_take_there_is_no_fit()
    {
        var person = Person.Typical(Sex.Female);
        Assert.Null(HipFit.Find(person, []));
        Assert.Null(HipFit.Find(person, [Practice.Reading(Day, -ModelRanges.MeasuredHip.Least + 1)]));
        Assert.Single(
            HipFit.Find(person, [Practice.Reading(Day, -ModelRanges.MeasuredHip.Least + 1), Practice.Reading(Day, 10, Side.Right)])!.Sides
        );
    }

    [Fact]
    public void Nobody_in_particular_is_somebody_usual_and_what_is_left_open_is_usual_too()
    {
        Assert.Equal(Person.Typical(Sex.Female), OwnBody.Of(null));
        var own = OwnBody.Of(new(Sex.Male, Mass.FromKilograms(95), null));
        Assert.Equal((95, Person.Typical(Sex.Male).Height), (own.Mass.Kilograms, own.Height));
    }
}
