using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>One chapter of a track: a step, as a player's menu shows it.</summary>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end; the next one's start.</param>
/// <param name="Title">The step's title, and its side where it has one and the title names none.</param>
public sealed record Chapter(TimeSpan Start, TimeSpan End, string Title);

/// <summary>A track's chapters.</summary>
public static class Chapters
{
    /// <summary>One chapter a step. Steps that follow each other under one title are one chapter.</summary>
    public static ImmutableArray<Chapter> Find(CueSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var chapters = ImmutableArray.CreateBuilder<Chapter>();
        foreach (var step in sequence.Steps)
        {
            // a title like “Right knee to the chest” says enough, and may well name the other side
            var title =
                step.Side is { } side && !sequence.Language.NamesSide(step.Title)
                    ? $"{step.Title} ({sequence.Language.NameOf(side)})"
                    : step.Title;
            if (chapters.Count > 0 && chapters[^1].Title == title)
            {
                chapters[^1] = chapters[^1] with { End = step.End };
            }
            else
            {
                chapters.Add(new(step.At, step.End, title));
            }
        }

        return chapters.ToImmutable();
    }

    /// <summary>As WebVTT, for a track element of kind chapters.</summary>
    public static string WriteWebVtt(CueSequence sequence)
    {
        var vtt = new StringBuilder("WEBVTT\n");
        foreach (var chapter in Find(sequence))
        {
            vtt.Append(
                CultureInfo.InvariantCulture,
                $"\n{WebVtt.Time(chapter.Start)} --> {WebVtt.Time(chapter.End)}\n{WebVtt.Escape(chapter.Title)}\n"
            );
        }

        return vtt.ToString();
    }

    /// <summary>As ffmpeg's metadata file, with title and language: for MP3 and M4A.</summary>
    public static string WriteFfmpegMetadata(CueSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var metadata = new StringBuilder(";FFMETADATA1\n");
        metadata.Append(
            CultureInfo.InvariantCulture,
            $"title={Escape(sequence.Title)}\nartist=Supine\nalbum=Supine\nlanguage={sequence.Language.Code}\ngenre=Speech\n"
        );
        foreach (var chapter in Find(sequence))
        {
            metadata.Append(
                CultureInfo.InvariantCulture,
                $"[CHAPTER]\nTIMEBASE=1/1000\nSTART={(long)chapter.Start.TotalMilliseconds}\nEND={(long)chapter.End.TotalMilliseconds}"
                    + $"\ntitle={Escape(chapter.Title)}\n"
            );
        }

        return metadata.ToString();
    }

    /// <summary>ffmpeg's metadata escapes these by a backslash.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '=' or ';' or '#' or '\\' or '\n')
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
