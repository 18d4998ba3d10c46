using System.Text;
using Supine.Cli;

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.OutputEncoding = utf8;
await using var output = new StreamWriter(StandardOutput.Open(), utf8) { AutoFlush = true };
Console.SetOut(output);
try
{
    return await CommandLine.RunAsync(args, Console.Out, Console.Error);
}
catch (OutputLostException lost)
{
    return await CommandLine.TellLostAsync(lost, Console.Error);
}
catch (IOException)
{
    // standard error is lost: there is nobody left to tell
    return 1;
}
