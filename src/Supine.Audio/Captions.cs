using System.Globalization;
using System.Text;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>What is spoken, as WebVTT: one caption for every sentence, to the millisecond.</summary>
public static class Captions
{
    /// <summary>The file's text. A sentence's slot is its caption's time.</summary>
    public static string Write(CueSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var vtt = new StringBuilder("WEBVTT\n\n");
        vtt.Append(CultureInfo.InvariantCulture, $"NOTE\n{WebVtt.Escape(sequence.Title)}\n");
        vtt.Append(
            CultureInfo.InvariantCulture,
            $"protocol {WebVtt.Escape(sequence.ProtocolId)}, language {sequence.Language.Code}, sequence {sequence.Hash}\n"
        );
        var number = 0;
        foreach (var cue in Renderer.FindSpoken(sequence))
        {
            number++;
            vtt.Append(
                CultureInfo.InvariantCulture,
                $"\n{number}\n{WebVtt.Time(cue.At)} --> {WebVtt.Time(cue.End)}\n{WebVtt.Escape(cue.Text)}\n"
            );
        }

        return vtt.ToString();
    }
}

/// <summary>How WebVTT is written.</summary>
internal static class WebVtt
{
    public static string Time(TimeSpan time) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}.{time.Milliseconds:000}"
        );

    /// <summary>On one line, and nothing in it is markup: an arrow cannot be written either, since its last sign is escaped.</summary>
    public static string Escape(string text) =>
        string.Join(
            ' ',
            text.Replace("&", "&amp;", StringComparison.Ordinal)
                .Replace("<", "&lt;", StringComparison.Ordinal)
                .Replace(">", "&gt;", StringComparison.Ordinal)
                .Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
}
