using System.CommandLine;
using System.Globalization;
using Supine.Biomechanics;

namespace Supine.Cli;

/// <summary>Options that are numbers with a range; a number outside is refused with the range.</summary>
internal static class Ranged
{
    /// <summary>A number that has a usual value.</summary>
    public static Option<double> Option(string name, string description, ModelRange range, double usual)
    {
        var option = new Option<double>(name) { DefaultValueFactory = _ => usual };
        Describe(option, $"{description} ({Between(range)}; {usual.ToString("0.##", CultureInfo.InvariantCulture)} unless given).", range);
        option.CustomParser = result => Parse(result, name, range) ?? usual;
        return option;
    }

    /// <summary>A number that may be left out.</summary>
    public static Option<double?> Optional(string name, string description, ModelRange range)
    {
        var option = new Option<double?>(name);
        Describe(option, $"{description} ({Between(range)}).", range);
        option.CustomParser = result => Parse(result, name, range);
        return option;
    }

    /// <summary>A whole number that has a usual value.</summary>
    public static Option<int> Whole(string name, string description, ModelRange range, int usual)
    {
        var option = new Option<int>(name) { DefaultValueFactory = _ => usual };
        Describe(option, $"{description} ({Between(range)}; {usual.ToString(CultureInfo.InvariantCulture)} unless given).", range);
        option.CustomParser = result =>
        {
            var number = Parse(result, name, range) ?? usual;
            if (Math.Floor(number) != number)
            {
                result.AddError($"{name} {result.Tokens[^1].Value}: write a whole number.");
                return usual;
            }

            return (int)number;
        };
        return option;
    }

    private static void Describe(Option option, string description, ModelRange range) =>
        (option.Description, option.HelpName) = (description, range.Unit.Length > 0 ? range.Unit : "number");

    private static string Between(ModelRange range) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{range.Least:0.##} to {range.Most:0.##}{(range.Unit.Length > 0 ? " " : "")}{range.Unit}"
        );

    private static double? Parse(System.CommandLine.Parsing.ArgumentResult result, string name, ModelRange range)
    {
        // people and texts write a true minus sign as well
        var text = result.Tokens[^1].Value;
        if (
            double.TryParse(text.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && range.Allows(number)
        )
        {
            return number;
        }

        result.AddError($"{name}: {range.Refuse(text)}");
        return null;
    }
}
