using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Shell;

namespace Supine.Web.Tracks;

/// <summary>A protocol and what was prescribed with it, as an address says it: <c>?protocol=psoas-lying-1&amp;hold=45s</c>.</summary>
/// <remarks>Any other name is one of the protocol's own times (<c>press=60s</c>), counts (<c>repetitions=5</c>) or choices
/// (<c>grip=thigh</c>).</remarks>
internal sealed record TrackQuery
{
    /// <summary>The protocol's id.</summary>
    [FromQuery(Name = "protocol")]
    public string? Protocol { get; init; }

    /// <summary>How long each side is held: 45s or 1m30s.</summary>
    [FromQuery(Name = "hold")]
    public string? Hold { get; init; }

    /// <summary>How often each side is held.</summary>
    [FromQuery(Name = "sets")]
    public string? Sets { get; init; }

    /// <summary>The side stretched first: left or right.</summary>
    [FromQuery(Name = "first")]
    public string? First { get; init; }

    /// <summary>The one side that is stretched: left or right; both where it is left out.</summary>
    [FromQuery(Name = "only")]
    public string? Only { get; init; }

    /// <summary>The language spoken: en, de, es.</summary>
    [FromQuery(Name = "lang")]
    public string? Lang { get; init; }

    /// <summary>How much is said: full, brief or bells.</summary>
    [FromQuery(Name = "instruction")]
    public string? Instruction { get; init; }

    /// <summary>How fast it is said: 0.8 to 1.2.</summary>
    [FromQuery(Name = "speechRate")]
    public string? SpeechRate { get; init; }

    /// <summary>Time to lie down: 0s to 120s.</summary>
    [FromQuery(Name = "getReady")]
    public string? GetReady { get; init; }

    /// <summary>Time to change sides: 0s to 120s.</summary>
    [FromQuery(Name = "changeSides")]
    public string? ChangeSides { get; init; }

    private static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "protocol",
        "hold",
        "sets",
        "first",
        "only",
        "lang",
        "instruction",
        "speechRate",
        "getReady",
        "changeSides",
        "voice",
        "tones",
        "download",
        "as",
        "gate",
        "v",
        "days",
        "perDay",
        "own",
        CallerFinder.Field
    );

    // What is asked about the answer or of the player, not about the session.
    private static readonly ImmutableHashSet<string> OfTheAnswer = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "download",
        "as",
        "gate",
        "v",
        "days",
        "perDay",
        "own",
        CallerFinder.Field
    );

    /// <summary>The query of an address that was kept.</summary>
    public static TrackQuery From(IQueryCollection query) =>
        new()
        {
            Protocol = query["protocol"],
            Hold = query["hold"],
            Sets = query["sets"],
            First = query["first"],
            Only = query["only"],
            Lang = query["lang"],
            Instruction = query["instruction"],
            SpeechRate = query["speechRate"],
            GetReady = query["getReady"],
            ChangeSides = query["changeSides"],
        };

    /// <summary>What a query says about the session, always written the same way: by name, without what is left blank.</summary>
    /// <param name="query">As it came.</param>
    /// <param name="except">A name that is said elsewhere.</param>
    public static string Write(IQueryCollection query, string except = "") =>
        QueryString
            .Create(
                from pair in query
                where !OfTheAnswer.Contains(pair.Key) && pair.Key != except && !string.IsNullOrEmpty(pair.Value)
                orderby pair.Key
                select KeyValuePair.Create(pair.Key, (string?)pair.Value)
            )
            .Value!.TrimStart('?');

    /// <summary>The protocol and its sequence, or null where <paramref name="faults"/> says why not.</summary>
    public (Protocol Protocol, CueSequence Sequence)? Compile(ProtocolFolder folder, IQueryCollection query, Texts texts, Faults faults)
    {
        if (Prescribe(folder, query, texts, faults) is not ({ } protocol, { } prescription))
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
                    faults.Add(diagnostic.Code, Explain(diagnostic, protocol, prescription.Language, texts));
                }

                return null;
            default:
                throw new InvalidOperationException("A compilation succeeds or fails.");
        }
    }

    /// <summary>The protocol and what is prescribed, or null where <paramref name="faults"/> says what cannot be read. Ranges are the
    /// compiler's to check.</summary>
    public (Protocol Protocol, Prescription Prescription)? Prescribe(
        ProtocolFolder folder,
        IQueryCollection query,
        Texts texts,
        Faults faults
    )
    {
        var protocol = folder.Find(Protocol);
        if (protocol is null)
        {
            faults.Add(
                "protocol",
                texts["fault.protocol", ("id", Protocol ?? ""), ("known", string.Join(", ", folder.Protocols.Select(known => known.Id)))]
            );
        }

        var language = Supine.Protocols.Language.English;
        if (folder.Languages.TryFind(Lang ?? "en", out var found))
        {
            language = found;
        }
        else
        {
            faults.Add("lang", texts["fault.language", ("known", string.Join(", ", folder.Languages.All))]);
        }

        var prescription = new Prescription
        {
            Language = language,
            Hold = ReadTime("hold", Hold),
            Sets = ReadCount("sets", Sets),
            First = ReadWord("first", First, Side.Left),
            Only = string.IsNullOrEmpty(Only) ? null : ReadWord("only", Only, Side.Left),
            GetReady = ReadTime("getReady", GetReady),
            ChangeSides = ReadTime("changeSides", ChangeSides),
            Instruction = ReadWord("instruction", Instruction, Supine.Protocols.Instruction.Full),
            SpeechRate = ReadRate("speechRate", SpeechRate),
        };
        // a form has the choices of every protocol: those that this one lacks say nothing about it
        var choices = folder.Protocols.SelectMany(known => known.Choices).Select(choice => choice.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in query.Where(pair => !Names.Contains(pair.Key)))
        {
            if (choices.Contains(name))
            {
                if (!string.IsNullOrEmpty(value) && protocol?.Choices.FirstOrDefault(choice => choice.Id == name) is { } choice)
                {
                    faults.Require(
                        choice.Options.Any(option => option.Id == value),
                        name,
                        OptionsInWords.Refuse(value.ToString(), choice, texts)
                    );
                    prescription = prescription with { Choices = prescription.Choices.SetItem(name, value.ToString()) };
                }

                continue;
            }

            prescription = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? prescription with
                {
                    Counts = prescription.Counts.SetItem(name, count),
                }
                : prescription with
                {
                    Times = prescription.Times.SetItem(name, ReadTime(name, value) ?? TimeSpan.Zero),
                };
        }

        return protocol is not null && faults.AreNone ? (protocol, prescription) : null;

        TimeSpan? ReadTime(string place, string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            // finer than seconds nobody chooses, and each time is a track of its own
            faults.Require(
                DurationText.TryParse(text, out var time) && (time.Ticks % TimeSpan.TicksPerSecond == 0 || IsUsual(place, time)),
                place,
                texts["fault.time", ("text", text)]
            );
            return time;
        }

        bool IsUsual(string name, TimeSpan time) =>
            time == (name == "hold" ? protocol?.Dose.Hold.Default : protocol?.Dose.Times.GetValueOrDefault(name)?.Default);

        int? ReadCount(string place, string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            faults.Require(
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count),
                place,
                texts["fault.count", ("text", text)]
            );
            return count;
        }

        SpeechRate ReadRate(string place, string? text)
        {
            var rate = Supine.Protocols.SpeechRate.Normal;
            faults.Require(
                string.IsNullOrEmpty(text) || Supine.Protocols.SpeechRate.TryParse(text, out rate),
                place,
                texts["fault.rate", ("text", text ?? "")]
            );
            return rate;
        }

        T ReadWord<T>(string place, string? text, T otherwise)
            where T : struct, Enum
        {
            if (string.IsNullOrEmpty(text))
            {
                return otherwise;
            }

            var known = Enum.GetValues<T>()
                .Where(value => string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
                .ToList();
            faults.Require(known.Count == 1, place, OptionsInWords.Refuse<T>(text, texts));
            return known.FirstOrDefault();
        }
    }

    // What the form's choices can come to, in the page's language; a programmer's fault as the compiler tells it.
    private static string Explain(Diagnostic diagnostic, Protocol protocol, Language language, Texts texts) =>
        diagnostic.Code switch
        {
            "P301" => texts["fault.hold", ("least", protocol.Dose.Hold.Least.TotalSeconds), ("most", protocol.Dose.Hold.Most.TotalSeconds)],
            "P302" when diagnostic.At == protocol.Dose.Sets.At => texts[
                "fault.sets",
                ("least", protocol.Dose.Sets.Least),
                ("most", protocol.Dose.Sets.Most)
            ],
            "P303" => texts["fault.setting"],
            "P304" => texts["fault.pause"],
            "P305" => texts["fault.total"],
            "P308" => texts["fault.only"],
            "P306" => texts[
                "fault.spoken",
                ("language", language.Name),
                ("known", string.Join(", ", protocol.Languages.Select(spoken => spoken.Name)))
            ],
            _ => $"{diagnostic.Message} {diagnostic.Remedy}",
        };
}
