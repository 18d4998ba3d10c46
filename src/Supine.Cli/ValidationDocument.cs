using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Supine.Biomechanics.Checking;

namespace Supine.Cli;

/// <summary>The validation as a page with figures.</summary>
internal static class ValidationDocument
{
    private static readonly (Evidence Evidence, string Title, string Meaning)[] Classes =
    [
        (
            Evidence.Predicted,
            "Predicted",
            "About people, and not used in making or choosing the model. Only these can show it wrong. Groups were mostly read as "
                + "abstracts, and most were measured in another position; a row says so. "
                + "Coverage is shown by sex and for old age; by body-mass index no group's mean and spread could be read."
        ),
        (Evidence.Fitted, "Fitted", "The model was built, chosen or tuned with these numbers in view: agreement is no evidence."),
        (Evidence.Assumed, "Assumed", "Constants and identities, shown so that nobody takes them for results."),
        (
            Evidence.Verified,
            "Verified",
            "Another program, or arithmetic, says the same of the same parameters: about the software, not about people."
        ),
    ];

    /// <summary>The page and its figures: names relative to the page's folder, and texts.</summary>
    public static IEnumerable<(string Name, string Text)> Write(
        ImmutableArray<ValidationTarget> targets,
        ImmutableArray<RegisteredPredictions> registered,
        string name
    )
    {
        var page = new StringBuilder();
        page.Append("# The body model, checked\n\n");
        page.Append(CultureInfo.InvariantCulture, $"**{ValidateCommand.Headline(targets)}**\n\n");
        page.Append("Written by the command below; nobody edits it. A missed number stays in its table with its reason.\n\n");
        page.Append("```\n./supine validate --out docs/models/validation.md\n```\n\n");
        page.Append(
            "READ was seen in a source, COMPUTED was worked out elsewhere from what was read. "
                + "Sources are ids of [sources.yaml](../../protocols/sources.yaml).\n"
        );
        foreach (var (evidence, title, meaning) in Classes)
        {
            var rows = ValidateCommand.InOrder(targets).Where(row => row.Evidence == evidence).ToList();
            page.Append(
                CultureInfo.InvariantCulture,
                $"\n## {title}: {rows.Count(row => !row.IsMet)} of {rows.Count} missed\n\n{meaning}\n\n"
            );
            page.Append("| | Target | Quantity | Expected | Got | Residual | | | Source |\n|---|---|---|---|---|---|---|---|---|\n");
            foreach (var row in rows)
            {
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"| {row.Id} | {row.Name} | {row.Quantity} | {ValidateCommand.Expected(row)} | {ValidateCommand.Short(row.Got)} | "
                        + $"{ValidateCommand.Short(row.Residual)} | {(row.IsMet ? "met" : "**missed**")} | {ValidateCommand.Mark(row)} | "
                        + $"`{row.SourceId}`{(row.Note.Length > 0 ? " " : "")}{row.Note} |\n"
                );
            }
        }

        WriteRegistered(page, registered);
        foreach (var (file, title, said, chart) in ValidationFigures.All())
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n![{title}]({name}/{file})\n\n{said}\n");
            yield return ($"{name}/{file}", chart);
        }

        yield return ($"{name}.md", page.ToString());
    }

    private static void WriteRegistered(StringBuilder page, ImmutableArray<RegisteredPredictions> registered)
    {
        page.Append("\n## Registered predictions\n\n");
        page.Append(
            "What the model says of data that nobody here has read, written down with its day and the SHA-256 of day and content. "
                + "The option `--register` writes such a file, once. It is never changed; "
                + "a model that says something else later says so here.\n"
        );
        var now = Prediction.Compute();
        foreach (var day in registered)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"\n**{day.Day:yyyy-MM-dd}**, {(day.IsIntact ? "intact" : "**changed after it was registered**")}: `{day.Hash}`\n\n"
            );
            page.Append("| | Predicted | Registered | Would agree | The model now | Could be decided by |\n|---|---|---|---|---|---|\n");
            foreach (var (was, found, isMoved) in day.Compare(now))
            {
                var said =
                    found is null ? "**not predicted any more**"
                    : isMoved ? $"**moved** to {Interval(found)}"
                    : "the same";
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"| {was.Id} | {was.Quantity} | {ValidateCommand.Short(was.Value)} | "
                        + $"{ValidateCommand.Short(was.Least)} to {ValidateCommand.Short(was.Most)} | {said} | {was.Against} |\n"
                );
            }
        }
    }

    private static string Interval(Prediction prediction) =>
        $"{ValidateCommand.Short(prediction.Value)}, {ValidateCommand.Short(prediction.Least)} to {ValidateCommand.Short(prediction.Most)}";
}
