using System.CommandLine;
using System.Text;
using Supine.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var root = new RootCommand("Supine talks a person through two lying psoas stretches. Times are written 45s, 1m30s or 250ms.")
{
    CheckCommand.Create(),
    CompileCommand.Create(),
    PhrasesCommand.Create(),
    SchemaCommand.Create(),
};
var parsed = root.Parse(args);
var exit = await parsed.InvokeAsync();

// System.CommandLine answers 1 to words it does not know; that is our answer to faults
return parsed.Errors.Count > 0 ? ExitCode.BadUsage : exit;
