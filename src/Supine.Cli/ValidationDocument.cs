using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Supine.Biomechanics.Checking;

namespace Supine.Cli;

/// <summary>The validation as a page with figures.</summary>
internal static class ValidationDocument
{
    /// <summary>The page and its figures: names relative to the page's folder, and texts.</summary>
    public static IEnumerable<(string Name, string Text)> Write(ImmutableArray<ValidationTarget> targets, string name)
    {
        var page = new StringBuilder();
        page.Append("# The body model, checked\n\n");
        page.Append("Written by the command below; nobody edits it. A missed number stays in the table with its reason.\n\n");
        page.Append("```\n./supine validate --out validation.md\n```\n\n");
        page.Append(
            CultureInfo.InvariantCulture,
            $"{targets.Count(row => row.IsMet)} numbers of {targets.Select(row => row.Id).Distinct().Count()} targets are met, "
                + $"{targets.Count(row => !row.IsMet)} are missed. "
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"Of those met, {targets.Count(row => row is { IsMet: true, Evidence: Evidence.Predicted })} were *predicted*: "
                + $"not used in making the model. "
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"{targets.Count(row => row is { IsMet: true, Evidence: Evidence.Reproduced })} are *reproduced*: "
                + $"the model was fitted to them, or another program says the same of the same parameters. "
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"{targets.Count(row => row is { IsMet: true, Evidence: Evidence.Assumed })} are *assumed*: constants or identities, "
                + $"shown so that nobody takes them for results. "
        );
        page.Append(
            "READ was seen in a source, COMPUTED was worked out elsewhere from what was read. "
                + "Sources are ids of [sources.yaml](../../protocols/sources.yaml).\n\n"
        );
        page.Append("| | Target | Quantity | Expected | Got | Residual | | Evidence | Source |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var row in targets)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Id} | {row.Name} | {row.Quantity} | {ValidateCommand.Expected(row)} | {ValidateCommand.Short(row.Got)} | "
                    + $"{ValidateCommand.Short(row.Residual)} | {(row.IsMet ? "met" : "**missed**")} | {ValidateCommand.Mark(row)}, "
                    + $"{ValidateCommand.Kind(row)} | `{row.SourceId}`{(row.Note.Length > 0 ? " " : "")}{row.Note} |\n"
            );
        }

        foreach (var (file, title, said, chart) in ValidationFigures.All())
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n![{title}]({name}/{file})\n\n{said}\n");
            yield return ($"{name}/{file}", chart);
        }

        yield return ($"{name}.md", page.ToString());
    }
}
