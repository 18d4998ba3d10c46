namespace Supine.Cli;

/// <summary>What the command line answers.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>What was asked for has faults; they were printed.</summary>
    public const int Faults = 1;

    /// <summary>The command was not understood, or names a file that is not there.</summary>
    public const int BadUsage = 2;

    /// <summary>Whoever read the output has closed it: what a shell answers for a program that a broken pipe ends.</summary>
    public const int ReaderGone = 141;
}
