using System.CommandLine;
using System.Globalization;
using Supine.Storage;
using Supine.Storage.Folders;
using Supine.Storage.Practices;

namespace Supine.Cli;

/// <summary><c>supine practice create</c>: from then on the server asks who somebody is.</summary>
internal static class PracticeCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "What the practice is called.", Required = true };
        var create = new Command(
            "create",
            "Makes a practice and prints a link with which its first owner joins. People who are here already become its patients."
        )
        {
            name,
        };
        create.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetRequiredValue(name).Trim(),
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    cancellationToken
                )
        );
        return new Command("practice", "Makes a practice of what was one household's program.") { create };
    }

    private static async Task<int> RunAsync(string name, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        if (name.Length is 0 or > PracticeRegister.LongestName || name.Any(char.IsControl))
        {
            error.WriteLine($"supine: a practice's name is one line of 1 to {PracticeRegister.LongestName} characters.");
            return ExitCode.BadUsage;
        }

        try
        {
            var folder = Records.FindFolder();
            folder.Create();
            using var inUse =
                FolderLock.TryShare(folder.Path) ?? throw new StartRefusedException($"{folder.Path} is being restored. Try again later.");
            await using var database = Records.Open(folder);
            await database.CheckAsync(cancel);
            await using var entered = await database.EnterAsync(cancel);
            var now = TimeProvider.System.GetUtcNow();
            await Migration.ApplyAsync(database, Migration.AllFor(database.Variant), now, cancel);
            await database.PrepareAsync(cancel);
            await using var writes = database.StartWrites();
            var made = await writes.RunAsync(connection => PracticeRegister.CreateAsync(connection, database.Variant, name, now), cancel);
            var origin = Environment.GetEnvironmentVariable("SUPINE_ORIGIN") is { Length: > 0 } set ? set.TrimEnd('/') : null;
            var patients = made.Patients switch
            {
                0 => "It has no patients yet.",
                1 => "The person who was here is its patient now.",
                var some => string.Create(CultureInfo.InvariantCulture, $"The {some} people who were here are its patients now."),
            };
            output.WriteLine($"{name} is made. {patients} From now on Supine asks everybody to sign in.");
            output.WriteLine("The first owner opens this link once:");
            output.WriteLine($"  {origin ?? "http://localhost:5170"}/join#{made.Secret}");
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"It ends on {made.LinkEndsAt:yyyy-MM-dd HH:mm} UTC and is not shown again.")
            );
            return ExitCode.Fine;
        }
        catch (StartRefusedException refused)
        {
            error.WriteLine($"supine: {refused.Message}");
            return ExitCode.Faults;
        }
    }
}
