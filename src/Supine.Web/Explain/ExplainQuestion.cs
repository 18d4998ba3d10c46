using System.Globalization;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.Explain;

/// <summary>A number that the page asks for.</summary>
/// <param name="Name">Its name in the form, and the text that names it: <c>explain.pelvis</c>.</param>
/// <param name="Model">What the body model takes.</param>
/// <param name="Usual">What it is unless somebody says otherwise; null where it may stay open.</param>
public sealed record Asked(string Name, ModelRange Model, double? Usual)
{
    /// <summary>What the form counts for one of the model's units: centimetres for metres, and minus one where the other way round is
    /// easier to say.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>What is taken from the form's number before that.</summary>
    public double Offset { get; init; }

    /// <summary>The smallest number the form takes.</summary>
    public double Least => Math.Min(ToDisplay(Model.Least), ToDisplay(Model.Most));

    /// <summary>The largest.</summary>
    public double Most => Math.Max(ToDisplay(Model.Least), ToDisplay(Model.Most));

    /// <summary>The form's number in the model's unit.</summary>
    public double ToModel(double shown) => (shown / Factor) - Offset;

    private double ToDisplay(double inModel) => Math.Round((inModel + Offset) * Factor, 6);
}

/// <summary>What a person asks of the body model. Nothing of it is stored.</summary>
public sealed class ExplainQuestion
{
    /// <summary>How far the pelvis is usually tilted back by the pull on the other knee: degrees.</summary>
    public static readonly double UsualPelvisOnTheBed = new RestSetting(Person.TypicalWoman, StretchLevel.OnTheBed).Pelvis.Angle.Degrees;

    public static readonly double UsualPelvisOverTheEdge = Math.Round(TightnessFit.UsualPelvis.Degrees, 6);

    public static readonly Asked Tightness = new("tightness", ModelRanges.Tightness, 0);
    public static readonly Asked Pelvis = new("pelvis", ModelRanges.Pelvis, UsualPelvisOverTheEdge);
    public static readonly Asked Foot = new("foot", ModelRanges.FootFurther, 0);
    public static readonly Asked Hold = new("hold", ModelRanges.Hold, 60);
    public static readonly Asked At = new("at", new ModelRange("at", "s", 0, ModelRanges.Hold.Most), 0);
    public static readonly Asked Mass = new("mass", ModelRanges.Mass, null);
    public static readonly Asked Height = new("height", ModelRanges.Height, null) { Factor = 100 };
    public static readonly Asked Psoas = new("psoas", ModelRanges.Shortening, 10);
    public static readonly Asked Stiffness = new("stiffness", ModelRanges.LumbarStiffness, 1);

    // another posture than the resting one, for the table of muscles
    public static readonly Asked Hip = new("hip", ModelRanges.Hip, null);
    public static readonly Asked Knee = new("knee", ModelRanges.Knee, null);
    public static readonly Asked Adduction = new("adduction", ModelRanges.Adduction, null);
    public static readonly Asked Rotation = new("rotation", ModelRanges.Rotation, null);

    // people measure the thigh against the horizontal; the model's angle is against the pelvis, which the pull tilts back
    public static readonly Asked Left = new("left", ModelRanges.MeasuredHip, null) { Factor = -1, Offset = UsualPelvisOverTheEdge };
    public static readonly Asked Right = Left with { Name = "right" };
    public static readonly Asked Uncertainty = new("uncertainty", ModelRanges.Uncertainty, Math.Round(AngleErrors.UsualHip.Degrees, 1));

    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _known = new(StringComparer.Ordinal);

    private ExplainQuestion() { }

    /// <summary>Every number.</summary>
    public static IReadOnlyList<Asked> All { get; } =
    [Tightness, Pelvis, Foot, Hold, At, Mass, Height, Psoas, Stiffness, Hip, Knee, Adduction, Rotation, Left, Right, Uncertainty];

    public StretchLevel Level { get; private init; } = StretchLevel.OverTheEdge;

    public Sex Sex { get; private init; } = Sex.Female;

    /// <summary>What is wrong with it, in words; what is wrong is not used, but what is usual instead.</summary>
    internal Faults Faults { get; } = new();

    /// <summary>The question before anybody has asked, of somebody who has said who they are, and whose hips were measured: each side's
    /// latest day.</summary>
    public static ExplainQuestion Of(OwnBody? own, IReadOnlyCollection<HipRecord> readings)
    {
        var question = new ExplainQuestion { Sex = OwnBody.Of(own).Sex };
        if (own?.Mass is { } mass)
        {
            question.Know(Mass, mass.Kilograms);
        }

        if (own?.Height is { } height)
        {
            question.Know(Height, height.Metres * Height.Factor);
        }

        var measured = new[]
        {
            (Asked: Left, Latest: LatestHip.Find(readings, Side.Left)),
            (Asked: Right, Latest: LatestHip.Find(readings, Side.Right)),
        }
            .Where(side => side.Latest is not null)
            .ToList();
        foreach (var (asked, latest) in measured)
        {
            question.Know(asked, latest!.Below.Degrees);
        }

        if (measured.Count > 0)
        {
            // the model takes the pelvis as it usually is, measured or not
            question.Know(
                Uncertainty,
                measured.Max(side => AngleErrors.WithAssumedPelvis(FitQuestion.DeviationOf(side.Latest!.HalfInterval)).Degrees)
            );
        }

        return question;
    }

    private void Know(Asked asked, double number)
    {
        var shown = Math.Clamp(Math.Round(number, 1), asked.Least, asked.Most);
        _known[asked.Name] = shown;
        _written[asked.Name] = shown.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Reads what a form sends. What cannot be right is noted and stays as it was written.</summary>
    internal static ExplainQuestion Read(IFormCollection form, Texts texts)
    {
        var preset = ExplainPresets.All.FirstOrDefault(known => known.Name == form["preset"])?.Fields;
        var question = new ExplainQuestion
        {
            Level = Sent("level") == "1" ? StretchLevel.OnTheBed : StretchLevel.OverTheEdge,
            Sex = form["sex"] == "male" ? Sex.Male : Sex.Female,
        };
        foreach (var asked in All)
        {
            var written = Sent(asked.Name).Trim();
            question._written[asked.Name] = written;
            if (written.Length == 0)
            {
                continue;
            }

            if (Typed.FindNumber(written) is { } number && number >= asked.Least && number <= asked.Most)
            {
                question._known[asked.Name] = number;
            }
            else
            {
                question.Faults.Add(
                    asked.Name,
                    texts[
                        "explain.fault",
                        ("name", texts[$"explain.{asked.Name}"]),
                        ("least", asked.Least),
                        ("most", asked.Most),
                        ("written", written)
                    ]
                );
            }
        }

        return question;

        string Sent(string name) => preset?.GetValueOrDefault(name) ?? form[name].ToString();
    }

    /// <summary>The number, in the form's unit: as it was given, or else the usual one; null where it stays open.</summary>
    public double? this[Asked asked] => _known.TryGetValue(asked.Name, out var number) ? number : asked.Usual;

    /// <summary>What stands in the field.</summary>
    public string Written(Asked asked) =>
        _written.TryGetValue(asked.Name, out var written) && written.Length > 0
            ? written
            : asked.Usual?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>Whether what stands in the field cannot be right.</summary>
    public bool IsWrong(Asked asked) => Faults.Places.Contains(asked.Name);

    /// <summary>Whose body.</summary>
    public Person Person
    {
        get
        {
            var typical = Person.Typical(Sex);
            return new Person(
                Sex,
                this[Mass] is { } mass ? Supine.Biomechanics.Mass.FromKilograms(mass) : typical.Mass,
                this[Height] is { } ? Length.FromMetres(InModel(Height)) : typical.Height
            );
        }
    }

    /// <summary>The leg that is let go.</summary>
    public RestSetting Setting =>
        new(Person, Level)
        {
            Tissue = new HipTissue(Angle.FromDegrees(InModel(Tightness))),
            Pelvis = PosteriorTilt.FromDegrees(InModel(Pelvis)),
            FootFurther = Level == StretchLevel.OverTheEdge ? (int)Math.Round(InModel(Foot)) : 0,
            Hold = TimeSpan.FromSeconds(Math.Round(InModel(Hold))),
        };

    /// <summary>The second of the hold that is looked at.</summary>
    public TimeSpan Second => TimeSpan.FromSeconds(Math.Min(Math.Round(InModel(At)), Math.Round(InModel(Hold))));

    /// <summary>How much shorter both psoas muscles are, standing.</summary>
    public Length PsoasShortening => Length.FromMillimetres(InModel(Psoas));

    public LumbarStiffness LumbarStiffness => LumbarStiffness.FromNewtonMetresPerDegree(InModel(Stiffness));

    /// <summary>The posture the muscles are asked for; what is left open is as the leg rests. Null where nothing of it was asked.</summary>
    public JointPose? FindPosture(JointPose resting) =>
        new[] { Hip, Knee, Adduction, Rotation }.All(asked => this[asked] is null)
            ? null
            : resting with
            {
                Hip = this[Hip] is null ? resting.Hip : HipFlexion.FromDegrees(InModel(Hip)),
                Knee = this[Knee] is null ? resting.Knee : KneeFlexion.FromDegrees(InModel(Knee)),
                Adduction = HipAdduction.FromDegrees(this[Adduction] ?? 0),
                Rotation = HipRotation.FromDegrees(this[Rotation] ?? 0),
            };

    /// <summary>What was measured, or null when nothing was.</summary>
    public FitQuestion? Measured
    {
        get
        {
            HipFlexion? Hip(Asked side) => this[side] is null ? null : HipFlexion.FromDegrees(InModel(side));
            var (left, right) = (Hip(Left), Hip(Right));
            return left is null && right is null
                ? null
                : new FitQuestion(Person, left, right)
                {
                    Uncertainty = Angle.FromDegrees(InModel(Uncertainty)),
                    Pelvis = PosteriorTilt.FromDegrees(UsualPelvisOverTheEdge),
                };
        }
    }

    private double InModel(Asked asked) => asked.ToModel(this[asked] ?? throw new InvalidOperationException($"{asked.Name} is open."));
}
