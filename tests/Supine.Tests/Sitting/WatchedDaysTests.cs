using System.Text.Json;
using System.Text.Json.Serialization;
using Supine.Sitting;

namespace Supine.Tests.Sitting;

/// <summary>Days that the page's own watch is held to: tests/golden/watch.test.ts.</summary>
public class WatchedDaysTests
{
    private static readonly JsonSerializerOptions Compact = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly (string Name, Func<SittingWatch, SittingWatch> Do)[] Acts =
    [
        ("takeBreak", watch => watch.TakeBreak()),
        ("postpone", watch => watch.Postpone()),
        ("skipOnce", watch => watch.SkipOnce()),
        ("doNotDisturb", watch => watch.DoNotDisturb(TimeSpan.FromHours(1))),
        ("disturb", watch => watch.Disturb()),
    ];

    [Fact]
    public void What_is_seen_at_every_look_of_some_days()
    {
        string[] zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
        var days = Enumerable.Range(0, 10).Select(seed => Watch(new Random(seed), zones[seed % zones.Length]));
        Repository.AssertGolden("tests/golden/sitting/watch.json", $"[\n{string.Join(",\n", days)}\n]\n");
    }

    private static string Watch(Random random, string zone)
    {
        var plan = GeneratedPlans.Create(
            new()
            {
                Zone = zone,
                // every third goes on from the evening before
                WorkDays = random.Next(3) == 0 ? [DayOfWeek.Saturday, DayOfWeek.Monday] : PlanDraft.EveryDay,
                Hours = random.Next(3) == 0 ? new(new(21, 0), new(6, 0)) : new(new(0, 30), new(6, 0)),
                Limit = TimeSpan.FromMinutes(random.Next(10, 30)),
                Break = TimeSpan.FromMinutes(random.Next(1, 5)),
                Postpone = TimeSpan.FromMinutes(random.Next(1, 10)),
                Quiet = [new(new(3, 0), new(3, 40)), new(new(23, 0), new(1, 0))],
                StretchDays = random.Next(4) == 0 ? [DayOfWeek.Saturday] : PlanDraft.EveryDay,
                Stretches = [new(2, 10), new(2, 45), new(4, 30), new(5, 15), new(6, 20), new(22, 45)],
            }
        );
        var (running, at) = (TimeSpan.FromSeconds(random.Next(1000)), plan.ToInstant(new(2026, 3, 29), new(0, 10)));
        var watch = SittingWatch.Start(plan, new(running, at, null));
        var steps = new List<object> { new { look = Write(running, at, null), seen = See(watch) } };
        for (var look = 0; look < 400; look++)
        {
            var step = TimeSpan.FromSeconds(random.Next(1, 90));
            var slept = random.Next(60) == 0 ? TimeSpan.FromMinutes(random.Next(-5, 10)) : TimeSpan.Zero;
            TimeSpan? idle =
                random.Next(40) == 0 ? TimeSpan.FromSeconds(random.Next(400))
                : random.Next(2) == 0 ? null
                : TimeSpan.Zero;
            (running, at) = (running + step, at + step + slept);
            watch = watch.Observe(new(running, at, idle));
            steps.Add(new { look = Write(running, at, idle), seen = See(watch) });
            if (random.Next(watch.State is DeskState.Asked or DeskState.StretchTime ? 6 : 40) == 0)
            {
                var (name, act) = Acts[random.Next(Acts.Length)];
                watch = act(watch);
                steps.Add(new { act = name, seen = See(watch) });
            }
        }

        var draft = plan.Draft;
        var written = new
        {
            zone,
            workDays = draft.WorkDays.Select(day => (int)day),
            hours = Write(draft.Hours),
            limit = draft.Limit.TotalMilliseconds,
            @break = draft.Break.TotalMilliseconds,
            postpone = draft.Postpone.TotalMilliseconds,
            quiet = draft.Quiet.Select(Write),
            stretchDays = draft.StretchDays.Select(day => (int)day),
            stretches = draft.Stretches.Select(time => (int)time.ToTimeSpan().TotalMinutes),
            stretch = draft.Stretch.TotalMilliseconds,
        };
        return $"{{\"plan\":{JsonSerializer.Serialize(written)},\"steps\":[\n"
            + $"{string.Join(",\n", steps.Select(step => JsonSerializer.Serialize(step, Compact)))}\n]}}";
    }

    private static object Write(DaySpan span) =>
        new { from = span.From.Hour * 60 + span.From.Minute, until = span.Until.Hour * 60 + span.Until.Minute };

    private static object?[] Write(TimeSpan running, DateTimeOffset at, TimeSpan? idle) =>
        [running.TotalMilliseconds, at.ToUnixTimeMilliseconds(), idle?.TotalMilliseconds];

    private static object?[] See(SittingWatch watch)
    {
        var (kind, left) = watch.State switch
        {
            DeskState.OffDuty => ("offDuty", (TimeSpan?)null),
            DeskState.Seated(var dueIn) => ("seated", dueIn),
            DeskState.OnBreak(var more) => ("onBreak", more),
            DeskState.StretchTime => ("stretch", null),
            DeskState.Asked => ("asked", null),
            DeskState.Postponed(var more) => ("postponed", more),
            DeskState.Undisturbed => ("undisturbed", null),
            _ => throw new InvalidOperationException($"{watch.State}"),
        };
        return [kind, left?.TotalMilliseconds, watch.Rings];
    }
}
