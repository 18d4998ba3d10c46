using System.Threading.Channels;

namespace Supine.Cli;

/// <summary>The keys somebody presses in the terminal, or writes into the input where it is none.</summary>
internal sealed class TerminalKeys
{
    private readonly Channel<char> _pressed = Channel.CreateUnbounded<char>();

    /// <summary>Begins to listen.</summary>
    public TerminalKeys()
    {
        // Reading a key cannot be cancelled: it has a thread of its own, which ends with the program.
        new Thread(Listen) { IsBackground = true, Name = "keys" }.Start();
    }

    /// <summary>Waits for a key.</summary>
    /// <param name="longest">For how long.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The key, or null when none was pressed.</returns>
    public async Task<char?> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(longest);
        try
        {
            return await _pressed.Reader.ReadAsync(over.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // Where the input has ended, there are no keys any more, and nothing else changes.
    private void Listen()
    {
        if (!Console.IsInputRedirected)
        {
            while (true)
            {
                _pressed.Writer.TryWrite(Console.ReadKey(intercept: true).KeyChar);
            }
        }

        for (var key = Console.In.Read(); key >= 0; key = Console.In.Read())
        {
            _pressed.Writer.TryWrite((char)key);
        }
    }
}
