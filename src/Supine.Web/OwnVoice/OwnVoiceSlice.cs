using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.OwnVoice;

/// <summary>Recording a voice of one's own, sentence by sentence; giving it away and bringing one in.</summary>
internal static class OwnVoiceSlice
{
    // Ten seconds of speech at the highest rate a microphone has are under 4 MB.
    private const string Wave = "audio/wav";
    private const int RecordingBytesAtMost = 8 * 1024 * 1024;

    private static readonly TimeSpan RecordingAtMost = TimeSpan.FromSeconds(30);

    public static void AddOwnVoice(this IServiceCollection services) => services.AddSingleton<OwnVoices>().AddScoped<VoicesView>();

    public static void MapOwnVoice(this IEndpointRouteBuilder app)
    {
        app.MapGet("/voices", ShowVoices).ExcludeFromDescription().Personal();

        // What is recorded here is heard by everybody: a patient of a practice chooses a voice and changes none.
        var pages = app.MapGroup("/voices").ExcludeFromDescription().Personal().OpenTo(Door.Household);
        pages.MapPost("", Begin);
        pages.MapGet("/{id}/record", ShowRecording);
        pages.MapPost("/{id}/name", Rename);
        pages.MapPost("/{id}/delete", Delete);
        pages.MapPost("/import", Import).WithMetadata(new RequestSizeLimitAttribute(PackArchive.ArchiveBytesAtMost + 1_000_000));
        pages.MapGet("/{id}.zip", Export);
        pages.MapGet("/{id}/phrases/{key}.wav", SendClip);
        ChooseVoice.Map(app);
        app.MapPut("/api/voices/{id}/phrases/{key}", Keep)
            .WithName("KeepPhrase")
            .WithTags("Voices")
            .WithSummary("Keeps a recording of one sentence, a WAV file cut to its ends. Doing it twice changes nothing.")
            .Accepts<Stream>(Wave)
            .WithMetadata(new RequestSizeLimitAttribute(RecordingBytesAtMost))
            .Personal()
            .OpenTo(Door.Household);
    }

    private static Task<RazorComponentResult> ShowVoices(VoicesView view, CancellationToken cancellationToken) =>
        view.ShowAsync([], "", cancellationToken);

    private static async Task<Results<SeeOther, RazorComponentResult>> Begin(
        [FromForm] string? name,
        [FromForm] string? lang,
        OwnVoices own,
        VoicesView view,
        ProtocolLibrary protocols,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (!PackArchive.IsName(name))
        {
            return await view.ShowAsync([texts["voices.needsName"]], name ?? "", cancellationToken);
        }

        var languages = protocols.Read().Languages;
        return languages.TryFind(lang, out var language)
            ? SeeOther.Page($"/voices/{own.Begin(name!, language)}/record")
            : await view.ShowAsync([texts["fault.language", ("known", string.Join(", ", languages.All))]], name!, cancellationToken);
    }

    private static Results<RazorComponentResult, ProblemHttpResult> ShowRecording(
        string id,
        [FromQuery(Name = "protocol")] string[] protocol,
        OwnVoices own,
        ProtocolLibrary protocols,
        Texts texts
    )
    {
        var folder = protocols.Read();
        if (own.Find(id) is not { } voice || !folder.Languages.TryFind(voice.Manifest.Language, out var language))
        {
            return Problems.NotFound(texts["voices.unknown"]);
        }

        var chosen = protocol.Length > 0 ? protocol : [.. HomeIds(folder)];
        return new RazorComponentResult<RecordPage>(
            new
            {
                View = new RecordPage.Model(voice, language, [.. folder.SpokenIn(language)], [.. chosen], own.ListPhrases(voice, chosen)),
            }
        );
    }

    private static async Task<Results<SeeOther, RazorComponentResult, ProblemHttpResult>> Rename(
        string id,
        [FromForm] string? name,
        OwnVoices own,
        VoicesView view,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (own.Find(id) is not { } voice)
        {
            return Problems.NotFound(texts["voices.unknown"]);
        }

        if (!PackArchive.IsName(name))
        {
            return await view.ShowAsync([texts["voices.needsName"]], "", cancellationToken);
        }

        own.Rename(voice, name!);
        return SeeOther.Page("/voices");
    }

    private static Results<SeeOther, ProblemHttpResult> Delete(string id, [FromForm] string? sure, OwnVoices own, Texts texts)
    {
        if (own.Find(id) is not { } voice || sure is null)
        {
            return Problems.NotFound(texts["voices.unknown"]);
        }

        own.Delete(voice);
        return SeeOther.Page("/voices");
    }

    private static async Task<Results<SeeOther, RazorComponentResult>> Import(
        IFormFile? archive,
        [FromForm] string? replace,
        OwnVoices own,
        VoicesView view,
        ProtocolLibrary protocols,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (archive is null || archive.Length == 0)
        {
            return await view.ShowAsync([texts["voices.needsFile"]], "", cancellationToken);
        }

        // the upload is on the disk or in memory by now; the archive has to be read from end to end
        using var stream = new MemoryStream();
        await archive.CopyToAsync(stream, cancellationToken);
        stream.Position = 0;
        switch (PackArchive.Read(stream, protocols.Read().Languages))
        {
            case PackReading.Sound(var pack):
                return own.Place(pack, replace is not null) == PackPlacing.InTheWay
                    ? await view.ShowAsync([texts["voices.inTheWay", ("name", pack.Manifest.Name)]], "", cancellationToken)
                    : SeeOther.Page("/voices");
            case PackReading.Faulty(var faults):
                return await view.ShowAsync(
                    [texts["voices.nothingChanged"], .. faults.Select(fault => PackFaults.Explain(fault, texts))],
                    "",
                    cancellationToken
                );
            default:
                throw new InvalidOperationException("An archive is sound or faulty.");
        }
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Export(
        string id,
        VoiceLibrary library,
        ProtocolLibrary protocols,
        Texts texts
    )
    {
        if (library.Find(id) is not { } voice)
        {
            return Problems.NotFound(texts["voices.unknown"]);
        }

        switch (PackArchive.ReadFolder(voice.Folder, protocols.Read().Languages))
        {
            case PackReading.Sound(var pack):
                using (var stream = new MemoryStream())
                {
                    pack.Write(stream);
                    return TypedResults.File(stream.ToArray(), "application/zip", $"{voice.Id}.zip");
                }

            case PackReading.Faulty(var faults):
                return Problems.Conflict(string.Join(' ', faults.Select(fault => PackFaults.Explain(fault, texts))));
            default:
                throw new InvalidOperationException("A pack is sound or faulty.");
        }
    }

    private static Results<PhysicalFileHttpResult, FileContentHttpResult, ProblemHttpResult> SendClip(
        string id,
        string key,
        VoiceLibrary library,
        ProtocolLibrary protocols,
        Texts texts
    )
    {
        if (
            library.Find(id) is not { } voice
            || !protocols.Read().Languages.TryFind(voice.Manifest.Language, out var language)
            || voice.Manifest.Clips.FirstOrDefault(clip => ClipEntry.KeyOf(language, clip.Text) == key) is not { } clip
            || !File.Exists(Path.Combine(voice.Folder, clip.File))
        )
        {
            return Problems.NotFound(texts["voices.unknown"]);
        }

        // the page plays and shows WAV; a voice that was brought in may be Opus
        var file = Path.Combine(voice.Folder, clip.File);
        return Path.GetExtension(file) == ".wav" ? TypedResults.PhysicalFile(file, Wave, enableRangeProcessing: true)
            : OpusFile.DecodeToWave(File.ReadAllBytes(file)) is { } wave ? TypedResults.Bytes(wave, Wave, enableRangeProcessing: true)
            : Problems.NotFound(texts["voices.unknown"]);
    }

    private static async Task<Results<Ok<KeptPhrase>, Faulty, ProblemHttpResult>> Keep(
        string id,
        string key,
        HttpRequest request,
        OwnVoices own,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var faults = new Faults();
        if (WaveFile.Read(body.GetBuffer().AsSpan(0, (int)body.Length)) is not SoundReading.Read(var recording))
        {
            faults.Add("recording", texts["voices.noWave"]);
            return faults.ToProblem();
        }

        if (recording.Samples.Length > RecordingAtMost.TotalSeconds * recording.SampleRateHertz)
        {
            faults.Add("recording", texts["voices.endless", ("seconds", RecordingAtMost.TotalSeconds)]);
            return faults.ToProblem();
        }

        switch (own.Keep(id, key, recording))
        {
            case Keeping.Kept(var length, var slot):
                return TypedResults.Ok(new KeptPhrase((int)length.TotalMilliseconds, (int)slot.TotalMilliseconds));
            case Keeping.NoVoice:
                return Problems.NotFound(texts["voices.unknown"]);
            case Keeping.NoSentence:
                return Problems.NotFound(texts["voices.unknownSentence"]);
            case Keeping.Silent:
                faults.Add("recording", texts["voices.silent"]);
                return faults.ToProblem();
            case Keeping.TooLong(var length, var slot):
                faults.Add("recording", texts["voices.tooLong", ("length", Format.Seconds(length)), ("slot", Format.Seconds(slot))]);
                return faults.ToProblem();
            default:
                throw new InvalidOperationException("A recording is kept or not.");
        }
    }

    private static List<string> HomeIds(ProtocolFolder folder) =>
        [.. folder.Protocols.Where(protocol => protocol.Audience == Audience.Home).Select(protocol => protocol.Id)];

    /// <summary>A recording that is on the disk.</summary>
    /// <param name="DurationMs">How long it is, mastered.</param>
    /// <param name="SlotMs">The time kept free for it.</param>
    internal sealed record KeptPhrase(int DurationMs, int SlotMs);
}
