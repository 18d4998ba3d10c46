using System.Collections.Immutable;

namespace Supine.Web.Shell;

/// <summary>A form as it was sent, to be sent once more: nothing that was typed is lost because the server could not store it.</summary>
/// <param name="Action">Where it was sent to.</param>
/// <param name="Fields">What was in it, by name; a name may be there more than once.</param>
/// <param name="HadFiles">Whether files were in it, too: those a page cannot send by itself.</param>
public sealed record SentForm(string Action, ImmutableArray<(string Name, string Value)> Fields, bool HadFiles)
{
    /// <summary>The form of a request; null where it has none that was read.</summary>
    public static SentForm? Find(HttpRequest request) =>
        !request.HasFormContentType || !HttpMethods.IsPost(request.Method)
            ? null
            : new(
                $"{request.Path}{request.QueryString}",
                [.. request.Form.SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")))],
                request.Form.Files.Count > 0
            );
}
