using System.Globalization;
using Supine.Biomechanics;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.History;

/// <summary>Whose hips are measured, as it stands in a form: what is wrong stays as it was written.</summary>
/// <param name="Sex">The word of it; empty before anything was chosen.</param>
/// <param name="Mass">Kilograms, or nothing.</param>
/// <param name="Height">Centimetres, or nothing.</param>
/// <param name="Faults">What cannot be right, in words.</param>
public sealed record OwnBodyForm(string Sex, string Mass, string Height, FormFaults Faults)
{
    private const double CentimetresInAMetre = 100;

    /// <summary>What is stored.</summary>
    public static OwnBodyForm Of(OwnBody? own) =>
        new(
            own is null ? "" : WordOf(own.Sex),
            own?.Mass?.Kilograms.ToString("0.#", CultureInfo.InvariantCulture) ?? "",
            own?.Height is { } height ? (height.Metres * CentimetresInAMetre).ToString("0.#", CultureInfo.InvariantCulture) : "",
            FormFaults.None
        );

    /// <summary>The word of a sex, in the form.</summary>
    public static string WordOf(Sex sex) =>
        sex switch
        {
            Biomechanics.Sex.Female => "female",
            Biomechanics.Sex.Male => "male",
        };

    /// <summary>What the form says; null with faults.</summary>
    internal static (OwnBodyForm Form, OwnBody? Own) Read(IFormCollection sent, Texts texts)
    {
        var form = new OwnBodyForm(sent["sex"].ToString(), sent["mass"].ToString(), sent["height"].ToString(), FormFaults.None);
        var faults = new Faults();
        var sex = Enum.GetValues<Sex>().Cast<Sex?>().FirstOrDefault(one => WordOf(one!.Value) == form.Sex);
        faults.Require(sex is not null, "sex", texts["progress.needsSex"]);
        var mass = ReadNumber("mass", form.Mass, ModelRanges.Mass, 1, texts, faults);
        var height = ReadNumber("height", form.Height, ModelRanges.Height, CentimetresInAMetre, texts, faults);
        return faults.AreNone && sex is { } known
            ? (
                form,
                new(
                    known,
                    mass is { } kilograms ? Biomechanics.Mass.FromKilograms(kilograms) : null,
                    height is { } metres ? Length.FromMetres(metres) : null
                )
            )
            : (form with { Faults = FormFaults.Find(faults, "sex", "mass", "height") }, null);
    }

    private static double? ReadNumber(string name, string written, ModelRange range, double factor, Texts texts, Faults faults)
    {
        if (string.IsNullOrWhiteSpace(written))
        {
            return null;
        }

        if (Typed.FindNumber(written) is { } number && range.Allows(number / factor))
        {
            return number / factor;
        }

        faults.Add(
            name,
            texts[
                "progress.notInRange",
                ("name", texts[$"explain.{name}"]),
                ("least", Math.Round(range.Least * factor)),
                ("most", Math.Round(range.Most * factor)),
                ("written", written.Trim())
            ]
        );
        return null;
    }
}
