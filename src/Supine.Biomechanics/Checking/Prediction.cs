using System.Collections.Immutable;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Checking;

/// <summary>A number the model gives before anybody has looked at what people do.</summary>
/// <param name="Id">Like P3.</param>
/// <param name="Quantity">Which number, of whom, and its unit.</param>
/// <param name="Value">In that unit, to two digits.</param>
/// <param name="Least">The lower end of what would agree.</param>
/// <param name="Most">The upper end.</param>
/// <param name="Against">Published data that could decide it and were not read.</param>
public sealed record Prediction(string Id, string Quantity, double Value, double Least, double Most, string Against)
{
    /// <summary>Every prediction, as the model stands.</summary>
    public static ImmutableArray<Prediction> Compute()
    {
        const string bySex = "tables of soucie-2011 (adults), weight-training-hips-2017 and PMC5045662";
        const string hanging = "any table of the modified Thomas test by this group, with the pelvis measured";
        var study = PopulationStudy.Compute(new StudyQuestion(20_000, 20), null, CancellationToken.None);
        var (least, most) = SizeSlopes.AllowedExponents();
        double WomenMore(double exponent) => SizeSlopes.Compute(exponent).WomenMoreDegrees;
        Prediction Individuals(
            string id,
            string quantity,
            Func<SimulatedPerson, bool> who,
            Func<SimulatedPerson, double> number,
            string against
        )
        {
            var values = study.People.Where(who).Select(number).Order().ToArray();
            double At(double share) => values[(int)(share * (values.Length - 1))];
            return Of(id, quantity, values.Average(), At(0.025), At(0.975), against);
        }

        double Below(SimulatedPerson person) => person.ThighBelowMeasured.Degrees;
        double Index(SimulatedPerson person) => new Person(person.Sex, person.Mass, person.Height).BodyMassIndex;
        double Creep(Sex sex) => (Validation.Rest(sex).Course[3].Hip.Angle - Validation.Rest(sex).Course[60].Hip.Angle).Degrees;
        return
        [
            Of(
                "P1",
                "hip extension, mean of women less mean of men, degrees; between the ends that the two slopes allow",
                WomenMore(BodySize.Exponent),
                WomenMore(least),
                WomenMore(most),
                bySex
            ),
            Individuals("P2", "thigh below the horizontal at level 2, women, degrees", person => person.Sex == Sex.Female, Below, hanging),
            Individuals("P3", "thigh below the horizontal at level 2, men, degrees", person => person.Sex == Sex.Male, Below, hanging),
            Individuals(
                "P4",
                "thigh below the horizontal at level 2, body-mass index 18.5 to 25, degrees",
                person => Index(person) is >= 18.5 and < 25,
                Below,
                hanging
            ),
            Individuals(
                "P5",
                "thigh below the horizontal at level 2, body-mass index 25 to 30, degrees",
                person => Index(person) is >= 25 and < 30,
                Below,
                hanging
            ),
            Individuals(
                "P6",
                "thigh below the horizontal at level 2, body-mass index 30 to 40, degrees",
                person => Index(person) is >= 30 and <= 40,
                Below,
                hanging
            ),
            Individuals("P7", "knee at level 2, women and men, degrees", _ => true, person => person.KneeOverEdge.Angle.Degrees, hanging),
            Of("P8", "creep of the hip from 3 to 60 s of level 2, man, degrees", Creep(Sex.Male), 2, 5, "a recording of a hold"),
            Of("P9", "creep of the hip from 3 to 60 s of level 2, woman, degrees", Creep(Sex.Female), 2, 5, "a recording of a hold"),
        ];
    }

    private static Prediction Of(string id, string quantity, double value, double least, double most, string against) =>
        new(id, quantity, Math.Round(value, 2), Math.Round(least, 2), Math.Round(most, 2), against);
}
