using System.Globalization;
using Supine.Sitting;

namespace Supine.Cli;

/// <summary>Somebody's desk as the terminal shows it: how long until the next break, and when to take it.</summary>
/// <param name="plan">By what.</param>
/// <param name="clock">Both clocks.</param>
/// <param name="waitForKey">Waits for a key, no longer than it is told; null when there was none.</param>
/// <param name="askIdle">Asks for how long nobody has used the machine; null where nothing knows.</param>
/// <param name="address">Where the program is served.</param>
/// <param name="output">Where to write.</param>
internal sealed class TerminalDesk(
    SittingPlan plan,
    TimeProvider clock,
    Func<TimeSpan, CancellationToken, Task<char?>> waitForKey,
    Func<CancellationToken, Task<TimeSpan?>>? askIdle,
    Uri address,
    TextWriter output
)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Undisturbed = TimeSpan.FromHours(1);
    private readonly long _begun = clock.GetTimestamp();
    private readonly bool _isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
    private string _told = "";

    /// <summary>Runs until somebody quits.</summary>
    /// <param name="time">Or until this is over.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task RunAsync(TimeSpan? time, CancellationToken cancellationToken)
    {
        try
        {
            await WatchAsync(time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // somebody pressed Ctrl+C: that is a way to quit
        }

        if (_isTerminal)
        {
            output.WriteLine();
        }
    }

    private async Task WatchAsync(TimeSpan? time, CancellationToken cancellationToken)
    {
        var watch = SittingWatch.Start(plan, await LookAsync(cancellationToken));
        Tell(watch);
        while (time is null || clock.GetElapsedTime(_begun) < time)
        {
            var key = await waitForKey(Shorter(FindWait(watch.State), time - clock.GetElapsedTime(_begun)), cancellationToken);
            watch = watch.Observe(await LookAsync(cancellationToken));
            if (watch.Rings)
            {
                Ring(watch);
            }

            switch (key)
            {
                case 'b':
                    watch = watch.TakeBreak();
                    break;
                case 'p':
                    watch = watch.Postpone();
                    break;
                case 's':
                    watch = watch.SkipOnce();
                    break;
                case 'd':
                    watch = watch.DoesNotDisturb ? watch.Disturb() : watch.DoNotDisturb(Undisturbed);
                    break;
                case 'q':
                    return;
                default:
                    break;
            }

            Tell(watch);
        }
    }

    private async Task<Look> LookAsync(CancellationToken cancellationToken) =>
        new(clock.GetElapsedTime(_begun), clock.GetUtcNow(), askIdle is null ? null : await askIdle(cancellationToken));

    // It wakes when something is due, and else as seldom as being away can still be noticed.
    private static TimeSpan FindWait(DeskState state) =>
        state switch
        {
            DeskState.Seated(var dueIn) => Shorter(BetweenLooks, dueIn),
            DeskState.OnBreak(var left) => Shorter(BetweenLooks, left),
            DeskState.Postponed(var left) when left > TimeSpan.Zero => Shorter(BetweenLooks, left),
            _ => BetweenLooks,
        };

    private static TimeSpan Shorter(TimeSpan one, TimeSpan? other) => other is { } shorter && shorter < one ? shorter : one;

    private void Ring(SittingWatch watch)
    {
        if (_isTerminal)
        {
            output.Write("\a");
        }

        // where it leads stays readable, in the lines above
        if (_isTerminal)
        {
            output.Write("\r\e[K");
        }

        output.WriteLine(
            watch.State is DeskState.StretchTime
                ? $"Today's session: {new Uri(address, SittingAddresses.Today)}"
                : $"Two minutes on your feet, guided: {new Uri(address, SittingAddresses.Standing)}"
        );
        _told = "";
    }

    private void Tell(SittingWatch watch)
    {
        var (kind, words) = Write(watch);
        if (_isTerminal)
        {
            // back to the line's beginning, and the rest of it cleared
            output.Write($"\r{plan.ToLocal(clock.GetUtcNow()):HH:mm}  {words}\e[K");
        }
        else if (_told != kind)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.ToLocal(clock.GetUtcNow()):HH:mm}  {words}"));
        }

        _told = kind;
    }

    private (string Kind, string Words) Write(SittingWatch watch) =>
        watch.State switch
        {
            DeskState.OffDuty => ("off", "Outside your working hours. Reminders are off."),
            DeskState.Seated(var dueIn) when watch.SkipsNext => ("skips", $"Break in {Minutes(dueIn)}: skipped."),
            DeskState.Seated(var dueIn) => ("seated", $"Break in {Minutes(dueIn)}."),
            DeskState.OnBreak(var left) => ("break", $"On your feet for another {Minutes(left)}."),
            DeskState.StretchTime => ("stretch", "Time to lie down and stretch. b begin, p snooze, s skip, d do not disturb"),
            DeskState.Asked => (
                "asked",
                $"You have sat for {Minutes(plan.Draft.Limit)} or longer: stand up. b break, p snooze, s skip, d do not disturb"
            ),
            DeskState.Postponed(var left) => ("later", $"Snoozed. The next reminder is in {Minutes(left)}."),
            DeskState.Undisturbed => ("quiet", "A break is due. Reminders are paused."),
            _ => throw new InvalidOperationException($"{watch.State} is no state of a desk."),
        };

    private static string Minutes(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min");
}
