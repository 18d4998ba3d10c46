using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Supine.Audio;
using Supine.Protocols;

namespace Supine.Bench;

/// <summary>How many times faster than it plays is a session rendered? The baseline copies the finished track's bytes.</summary>
/// <remarks>
/// <c>psoas-lying-1</c> as it ships, 4:26.000 in English: times real time = 266 s ÷ the mean; the budget, 600×, is 443 ms.
/// <c>Opened</c> has the pack's clips in its cache, as a server has after the first session; <c>FromDisk</c> opens the pack each time.
/// </remarks>
[MemoryDiagnoser]
[Description("Rendering a session of 266 s: 600 times real time is 443 ms")]
public class RenderBench
{
    private CueSequence _sequence = null!;
    private Speaker _speaker = null!;
    private byte[] _track = [];

    [GlobalSetup]
    public async Task Setup()
    {
        var protocol = ProtocolFolder.Read(Checkout.Protocols).Find("psoas-lying-1")!;
        _sequence = ((Compilation.Succeeded)ProtocolCompiler.Compile(protocol, new Prescription())).Sequence;
        _speaker = Open();
        using var stream = new MemoryStream();
        await RenderAsync(_speaker, stream);
        _track = stream.ToArray();
    }

    [Benchmark(Baseline = true, Description = "copy the finished track")]
    public byte[] Copy() => [.. _track];

    [Benchmark(Description = "render, pack open")]
    public Task<Rendering> Opened() => RenderAsync(_speaker, Stream.Null);

    [Benchmark(Description = "render, pack from disk")]
    public Task<Rendering> FromDisk() => RenderAsync(Open(), Stream.Null);

    private Task<Rendering> RenderAsync(Speaker speaker, Stream stream) =>
        Renderer.RenderAsync(_sequence, speaker, new RenderOptions(), stream, null, CancellationToken.None);

    private static Speaker Open() =>
        (
            (SpeakerOpening.Opened)
                Speaker.Open(new Voice.ClipPack(Path.Combine(Checkout.Root, "voices", "en-heart")), Language.English, TimeProvider.System)
        ).Speaker;
}
