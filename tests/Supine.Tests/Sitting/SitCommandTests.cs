using Supine.Cli;

namespace Supine.Tests.Sitting;

public class SitCommandTests
{
    private static readonly Uri Address = new("http://desk.test:5170");

    [Fact]
    public async Task A_morning_at_the_desk_is_told_in_lines()
    {
        var desk = new Morning(('p', 31), ('b', 37), ('s', 45), ('d', 110));
        var plan = GeneratedPlans.Create(new() { Zone = "Europe/Berlin", Hours = new(new(9, 0), new(11, 30)) });
        using var output = new StringWriter();
        await new TerminalDesk(plan, desk, desk.WaitForKeyAsync, null, Address, output).RunAsync(
            TimeSpan.FromHours(3),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            """
            09:00  Break in 30 min.
            Two minutes on your feet, guided: http://desk.test:5170/sitting/break
            09:30  You have sat for 30 min or longer: stand up. b break, p snooze, s skip, d do not disturb
            09:31  Snoozed. The next reminder is in 5 min.
            Two minutes on your feet, guided: http://desk.test:5170/sitting/break
            09:36  You have sat for 30 min or longer: stand up. b break, p snooze, s skip, d do not disturb
            09:37  On your feet for another 3 min.
            09:40  Break in 30 min.
            09:45  Break in 25 min: skipped.
            10:10  Break in 30 min.
            Two minutes on your feet, guided: http://desk.test:5170/sitting/break
            10:40  You have sat for 30 min or longer: stand up. b break, p snooze, s skip, d do not disturb
            Two minutes on your feet, guided: http://desk.test:5170/sitting/break
            10:45  You have sat for 30 min or longer: stand up. b break, p snooze, s skip, d do not disturb
            Two minutes on your feet, guided: http://desk.test:5170/sitting/break
            10:50  A break is due. Reminders are paused.
            11:30  Outside your working hours. Reminders are off.

            """.ReplaceLineEndings(),
            output.ToString()
        );
        Assert.True(desk.Waits < 500, $"It woke {desk.Waits} times in three hours.");
    }

    [Fact]
    public async Task Who_is_away_has_had_a_break()
    {
        var desk = new Morning();
        var plan = GeneratedPlans.Create(new() { Zone = "Europe/Berlin" });
        using var output = new StringWriter();
        await new TerminalDesk(
            plan,
            desk,
            desk.WaitForKeyAsync,
            _ => Task.FromResult<TimeSpan?>(TimeSpan.FromMinutes(3)),
            Address,
            output
        ).RunAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        Assert.Equal($"09:00  Break in 30 min.{Environment.NewLine}", output.ToString());
    }

    [Fact]
    public async Task A_time_to_stretch_is_told_with_where_the_session_is()
    {
        var desk = new Morning(('p', 11), ('b', 17));
        var plan = GeneratedPlans.Create(new() { Zone = "Europe/Berlin", Stretches = [new(9, 10)] });
        using var output = new StringWriter();
        await new TerminalDesk(plan, desk, desk.WaitForKeyAsync, null, Address, output).RunAsync(
            TimeSpan.FromMinutes(20),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            """
            09:00  Break in 30 min.
            Today's session: http://desk.test:5170/
            09:10  Time to lie down and stretch. b begin, p snooze, s skip, d do not disturb
            09:11  Break in 19 min.
            Today's session: http://desk.test:5170/
            09:16  Time to lie down and stretch. b begin, p snooze, s skip, d do not disturb
            09:17  On your feet for another 10 min.

            """.ReplaceLineEndings(),
            output.ToString()
        );
    }

    [Fact]
    public async Task Q_quits()
    {
        var desk = new Morning(('q', 5));
        using var output = new StringWriter();
        await new TerminalDesk(GeneratedPlans.Create(new()), desk, desk.WaitForKeyAsync, null, Address, output).RunAsync(
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(5, desk.Minutes);
    }

    [Theory]
    [InlineData("gdbus", "(uint64 90500,)\n", 90.5)]
    [InlineData("xprintidle", "90500\n", 90.5)]
    [InlineData("ioreg", "    | |   \"HIDIdleTime\" = 90500000000\n", 90.5)]
    [InlineData("gdbus", "Error: GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown", null)]
    [InlineData("xprintidle", "couldn't open display", null)]
    [InlineData("xprintidle", "99999999999999999999", null)]
    public void What_the_platform_says_of_being_away_is_read(string program, string said, double? seconds) =>
        Assert.Equal(seconds, IdleProbe.All.Single(probe => probe.Program == program).Read(said)?.TotalSeconds);

    [Theory]
    [InlineData("--limit: write 10m to 120m.", "--limit", "121m", "--postpone", "1m")]
    [InlineData("--break: write 1m to 30m.", "--break", "45s")]
    [InlineData("--hours: work must not end as it begins.", "--hours", "17:00-17:00")]
    [InlineData("--address desk: write one like http://127.0.0.1:5170.", "--address", "desk")]
    [InlineData("noon: write a time like 12:30.", "--stretch", "noon")]
    [InlineData("--stretch: one is in quiet hours.", "--stretch", "12:30", "--quiet", "12:00-13:00")]
    [InlineData("--zone: no time zone has this name; write one like Europe/Berlin.", "--zone", "Berlin")]
    [InlineData("9-17: write a span like 09:00-17:00.", "--quiet", "9-17")]
    [InlineData("--limit long: write a time like 30m, 8h or 45s.", "--limit", "long")]
    public async Task What_cannot_be_is_refused_with_what_can(string sentence, params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(["sit", .. words], output, error));
        Assert.StartsWith($"supine: {sentence}{Environment.NewLine}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_by_itself_after_a_while()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["sit", "--for", "1s", "--zone", "Europe/Berlin"], output, error));
        Assert.Equal("", error.ToString());
    }

    /// <summary>A morning in Berlin whose time passes as soon as anybody waits for it, with the keys that are pressed at its
    /// minutes.</summary>
    private sealed class Morning(params (char Key, double Minute)[] keys) : TimeProvider
    {
        private readonly Queue<(char Key, double Minute)> _keys = new(keys);
        private TimeSpan _passed;

        public int Waits { get; private set; }

        public double Minutes => _passed.TotalMinutes;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed.Ticks;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 4, 15, 7, 0, 0, TimeSpan.Zero) + _passed;

        public Task<char?> WaitForKeyAsync(TimeSpan longest, CancellationToken cancellationToken)
        {
            Assert.True(longest > TimeSpan.Zero);
            Waits++;
            if (_keys.TryPeek(out var next) && TimeSpan.FromMinutes(next.Minute) - _passed is var wait && wait <= longest)
            {
                _keys.Dequeue();
                _passed += wait;
                return Task.FromResult<char?>(next.Key);
            }

            _passed += longest;
            return Task.FromResult<char?>(null);
        }
    }
}
