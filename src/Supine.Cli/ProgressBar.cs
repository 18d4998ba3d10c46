using Spectre.Console;

namespace Supine.Cli;

/// <summary>A progress bar on the terminal; nothing where there is none.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work that reports its share done, from 0 to 1.</summary>
    public static Task<T> ShowAsync<T>(TextWriter error, string title, Func<IProgress<double>, Task<T>> work)
    {
        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected)
        {
            return work(new Ignored());
        }

        return AnsiConsole
            .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) })
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Reported(context.AddTask(Markup.Escape(title), maxValue: 1))));
    }

    private sealed class Reported(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }

    private sealed class Ignored : IProgress<double>
    {
        public void Report(double value) { }
    }
}
