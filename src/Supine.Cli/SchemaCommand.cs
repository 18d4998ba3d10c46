using System.CommandLine;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary><c>supine schema</c>: the JSON Schema of protocol files, made from the compiler's grammar.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Prints the JSON Schema of protocol files, for editors.");
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(ProtocolCompiler.WriteSchema());
            return ExitCode.Fine;
        });
        return command;
    }
}
