using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Boundary;

namespace Supine.Web.Tracks;

/// <summary>A protocol and what was prescribed with it, as an address says it: <c>?protocol=psoas-lying-1&amp;hold=45s</c>.</summary>
/// <param name="Protocol">The protocol's id.</param>
/// <param name="Hold">How long each side is held: 45s or 1m30s.</param>
/// <param name="Sets">How often each side is held.</param>
/// <param name="First">The side stretched first: left or right.</param>
/// <param name="Lang">The language spoken: en, de, es.</param>
/// <param name="Instruction">How much is said: full or brief.</param>
/// <param name="GetReady">Time to lie down: 0s to 120s.</param>
/// <param name="ChangeSides">Time to change sides: 0s to 120s.</param>
/// <remarks>Any other name is one of the protocol's own times (<c>press=60s</c>) or counts (<c>repetitions=5</c>).</remarks>
internal sealed record TrackQuery(
    [FromQuery(Name = "protocol")] string? Protocol,
    [FromQuery(Name = "hold")] string? Hold,
    [FromQuery(Name = "sets")] string? Sets,
    [FromQuery(Name = "first")] string? First,
    [FromQuery(Name = "lang")] string? Lang,
    [FromQuery(Name = "instruction")] string? Instruction,
    [FromQuery(Name = "getReady")] string? GetReady,
    [FromQuery(Name = "changeSides")] string? ChangeSides)
{
    private static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "protocol", "hold", "sets", "first", "lang", "instruction", "getReady", "changeSides", "download");

    /// <summary>The protocol and its sequence, or null where <paramref name="faults"/> says why not.</summary>
    public (Protocol Protocol, CueSequence Sequence)? Compile(ProtocolFolder folder, IQueryCollection query, Faults faults)
    {
        var protocol = folder.Find(Protocol);
        if (protocol is null)
        {
            faults.Add("protocol", $"There is no protocol “{Protocol}”. There are: {string.Join(", ", folder.Protocols.Select(known => known.Id))}.");
        }

        var language = Supine.Protocols.Language.English;
        if (Languages.TryFind(Lang ?? "en", out var found))
        {
            language = found.Value;
        }
        else
        {
            faults.Add("lang", $"Languages are {string.Join(", ", Languages.All.Select(known => known.Code()))}.");
        }

        var prescription = new Prescription
        {
            Language = language,
            Hold = ReadTime("hold", Hold),
            Sets = ReadCount("sets", Sets),
            First = ReadWord("first", First, Side.Left),
            GetReady = ReadTime("getReady", GetReady),
            ChangeSides = ReadTime("changeSides", ChangeSides),
            Instruction = ReadWord("instruction", Instruction, Supine.Protocols.Instruction.Full),
        };
        foreach (var (name, value) in query.Where(pair => !Names.Contains(pair.Key)))
        {
            prescription = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? prescription with { Counts = prescription.Counts.SetItem(name, count) }
                : prescription with { Times = prescription.Times.SetItem(name, ReadTime(name, value) ?? TimeSpan.Zero) };
        }

        if (protocol is null || !faults.AreNone)
        {
            return null;
        }

        switch (ProtocolCompiler.Compile(protocol, prescription))
        {
            case Compilation.Succeeded(var sequence):
                return (protocol, sequence);
            case Compilation.Failed(var diagnostics):
                foreach (var diagnostic in diagnostics)
                {
                    faults.Add(diagnostic.Code, $"{diagnostic.Message} {diagnostic.Remedy}");
                }

                return null;
            default:
                throw new InvalidOperationException("A compilation succeeds or fails.");
        }

        TimeSpan? ReadTime(string place, string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            faults.Require(DurationText.TryParse(text, out var time), place, $"“{text}” is not a time. Write it like 45s or 1m30s.");
            return time;
        }

        int? ReadCount(string place, string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            faults.Require(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count), place, $"“{text}” is not a whole number.");
            return count;
        }

        T ReadWord<T>(string place, string? text, T otherwise)
            where T : struct, Enum
        {
            if (string.IsNullOrEmpty(text))
            {
                return otherwise;
            }

            var known = Enum.GetValues<T>().Where(value => string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)).ToList();
            faults.Require(known.Count == 1, place, $"“{text}” is not one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
            return known.FirstOrDefault();
        }
    }
}
