using System.Collections.Immutable;
using System.Globalization;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.History;

/// <summary>What somebody has prescribed, as it stands in a form.</summary>
/// <param name="Values">By dial; what is not in it is as suggested.</param>
/// <param name="By">Who prescribed it.</param>
/// <param name="Faults">What cannot be right, each at its field.</param>
public sealed record PrescribedForm(ImmutableDictionary<Dial, int> Values, string By, FormFaults Faults)
{
    private const int LongestName = 80;

    /// <summary>What is stored.</summary>
    public static PrescribedForm Of(ImmutableArray<PrescribedValue> all) =>
        new(all.ToImmutableDictionary(one => one.Dial, one => one.Value), all.FirstOrDefault()?.By ?? "", FormFaults.None);

    /// <summary>What the form says. With faults nothing of it is to be stored.</summary>
    internal static PrescribedForm Read(IFormCollection sent, Texts texts)
    {
        var faults = new Faults();
        var values = ImmutableDictionary.CreateBuilder<Dial, int>();
        foreach (var dial in Enum.GetValues<Dial>())
        {
            var written = sent[PrescribedValue.WordOf(dial)].ToString();
            if (written.Length == 0)
            {
                continue;
            }

            if (
                int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && PrescribedValue.ValuesOf(dial).Contains(value)
            )
            {
                values.Add(dial, value);
            }
            else
            {
                faults.Add(PrescribedValue.WordOf(dial), texts["problem.goBack"]);
            }
        }

        var by = sent["by"].ToString().Trim();
        faults.Require(
            values.Count == 0 || (by.Length is > 0 and <= LongestName && !by.Any(char.IsControl)),
            "by",
            texts["suggest.needsBy", ("most", LongestName)]
        );
        return new(values.ToImmutable(), by, FormFaults.Find(faults, [.. Enum.GetValues<Dial>().Select(PrescribedValue.WordOf), "by"]));
    }

    /// <summary>What it fixes.</summary>
    public ImmutableArray<PrescribedValue> All =>
        [.. Values.OrderBy(pair => pair.Key).Select(pair => new PrescribedValue(pair.Key, pair.Value, By))];
}
