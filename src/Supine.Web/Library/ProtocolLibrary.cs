using System.Collections.Immutable;
using Supine.Protocols;

namespace Supine.Web.Library;

/// <summary>The protocol files as they are now: read again when one of them has changed.</summary>
internal sealed class ProtocolLibrary(HomeFolder home, Languages languages)
{
    private sealed record Reading(ImmutableArray<(string Name, DateTime Written, long Length)> Files, ProtocolFolder Folder);

    private volatile Reading? _last;

    /// <summary>What a protocol is called in a language; what it was called, where it is gone.</summary>
    public string TitleOf(string id, string otherwise, Language language) => Read().Find(id)?.Title.In(language) ?? otherwise;

    /// <summary>All of them, with the faults of those that have some.</summary>
    public ProtocolFolder Read()
    {
        ImmutableArray<(string, DateTime, long)> files =
        [
            .. new DirectoryInfo(home.Protocols)
                .EnumerateFiles("*.yaml")
                .Select(file => (file.Name, file.LastWriteTimeUtc, file.Length))
                .Order(),
        ];
        if (_last is not { } last || !last.Files.SequenceEqual(files))
        {
            _last = last = new(files, ProtocolFolder.Read(home.Protocols, languages));
        }

        return last.Folder;
    }
}
