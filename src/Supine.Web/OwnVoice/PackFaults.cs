using System.Diagnostics;
using Supine.Audio;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.OwnVoice;

/// <summary>What is wrong with a voice's file, in the page's language.</summary>
internal static class PackFaults
{
    /// <summary>Where it is, what it is and what to do.</summary>
    public static string Explain(PackFault fault, Texts texts) => $"{(fault.File.Length == 0 ? "" : fault.File + ": ")}{Say(fault, texts)}";

    private static string Say(PackFault fault, Texts texts) =>
        fault switch
        {
            PackFault.TooLarge => texts["packFault.tooLarge"],
            PackFault.NoArchive => texts["packFault.noArchive"],
            PackFault.TooManyFiles(var count) => texts["packFault.tooManyFiles", ("count", count), ("most", PackArchive.FilesAtMost)],
            PackFault.NoVoice => texts["packFault.noVoice"],
            PackFault.FolderName(var name) => texts["packFault.folderName", ("name", name)],
            PackFault.Misplaced => texts["packFault.misplaced"],
            PackFault.SecondVoice(_, var folder) => texts["packFault.secondVoice", ("folder", folder)],
            PackFault.Locked => texts["packFault.locked"],
            PackFault.FileTooLarge => texts["packFault.fileTooLarge"],
            PackFault.Twice => texts["packFault.twice"],
            PackFault.Stray => texts["packFault.stray"],
            PackFault.NoManifest => texts["packFault.noManifest"],
            PackFault.UnreadableManifest => texts["packFault.unreadableManifest"],
            PackFault.Unnamed => texts["packFault.unnamed", ("most", PackArchive.NameCharactersAtMost)],
            PackFault.UnknownLanguage(var code, var known) => texts[
                "packFault.unknownLanguage",
                ("code", code),
                ("known", string.Join(", ", known))
            ],
            PackFault.SentenceTwice(var text) => texts["packFault.sentenceTwice", ("text", text)],
            PackFault.NoSentence(var text) => texts["packFault.noSentence", ("text", text)],
            PackFault.OtherRate(_, var hertz) => texts["packFault.otherRate", ("hertz", hertz), ("needed", TrackFormat.SampleRateHertz)],
            PackFault.MissingClip(_, var text) => texts["packFault.missingClip", ("text", text)],
            PackFault.Damaged => texts["packFault.damaged"],
            PackFault.UnreadableClip => texts["packFault.unreadableClip"],
            PackFault.SilentClip(_, var text) => texts["packFault.silentClip", ("text", text)],
            PackFault.OtherLength(_, var length, var said) => texts[
                "packFault.otherLength",
                ("length", (int)length.TotalMilliseconds),
                ("said", (int)said.TotalMilliseconds)
            ],
            PackFault.ClipTooLong(_, var text, var length, var slot) => texts[
                "packFault.clipTooLong",
                ("text", text),
                ("length", Format.Seconds(length)),
                ("slot", Format.Seconds(slot))
            ],
            _ => throw new UnreachableException($"There are no words for {fault.GetType().Name}."),
        };
}
