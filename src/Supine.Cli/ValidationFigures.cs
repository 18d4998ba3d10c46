namespace Supine.Cli;

/// <summary>The figures of the validation.</summary>
internal static class ValidationFigures
{
    public static IEnumerable<(string File, string Title, string Said, string Chart)> All()
    {
        yield return (
            "psoas-arm.svg",
            "The psoas's moment arm",
            "The model's line runs along the upper edge of the band that fibres of one living psoas span (`blemker-delp-2005`) and "
                + "among three people (`arnold-2000`). From 90° on it falls, where nobody has measured; neither stretch goes there.",
            Chart.Render("Moment arm of the psoas over hip flexion", "hip flexion, degrees", "moment arm, mm", ValidationSeries.PsoasArm())
        );
        yield return (
            "hip-moment.svg",
            "What a hip resists extension with",
            "Muscles and capsule together against what 20 young adults were measured to resist with (`silder-2007`). "
                + "Below −15° nobody has measured; the dashed lines go on by their own growth.",
            Chart.Render(
                "Passive hip moment over hip angle",
                "hip flexion, degrees",
                "passive hip moment, N·m",
                ValidationSeries.HipMoment()
            )
        );
        yield return (
            "knee.svg",
            "The bent knee brings in the rectus femoris",
            "Hip 15° extended. The psoas does not know what the knee does; the rectus femoris does: "
                + "with a bent knee it is the rectus femoris that is stretched.",
            Chart.Render(
                "Passive hip moment of single muscles over knee flexion",
                "knee flexion, degrees",
                "moment about the hip, N·m",
                ValidationSeries.Knee()
            )
        );
        yield return (
            "creep.svg",
            "Two minutes of level 2",
            "The hip goes on extending while the leg hangs. Measured over 120 s: 4.9° (`bolcevic-study`), "
                + "drawn from the model's third second; the model creeps less. Its time constants come from hamstrings and calves.",
            Chart.Render("Hip extension over time at level 2", "seconds", "hip extension, degrees", ValidationSeries.Creep())
        );
    }
}
