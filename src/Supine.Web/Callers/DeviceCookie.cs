using Supine.Web.Boundary;

namespace Supine.Web.Callers;

/// <summary>The cookie that binds a patient's device. Its value is a secret of 256 bits, which no script can read.</summary>
/// <param name="origin">The public address; null on this machine only.</param>
internal sealed class DeviceCookie(PublicOrigin? origin = null)
{
    // The longest that browsers keep one. It begins again each day on which the device is used.
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(400);

    private bool IsSecure => origin?.Address.Scheme == Uri.UriSchemeHttps;

    // A browser takes a name that begins with __Host- from this very host alone, and over TLS only; on this machine there is none.
    private string Name => IsSecure ? "__Host-supine-device" : "supine-device";

    /// <summary>The secret that a device sends; null where it has none.</summary>
    public Token? Find(HttpRequest request) => request.Cookies[Name] is { Length: > 0 } secret ? new(secret) : null;

    /// <summary>Has the device keep a secret.</summary>
    public void Keep(HttpResponse response, Token token) => response.Cookies.Append(Name, token.Text, OptionsFor(Lasts));

    /// <summary>Has the device forget it.</summary>
    public void Forget(HttpResponse response) => response.Cookies.Delete(Name, OptionsFor(null));

    private CookieOptions OptionsFor(TimeSpan? lasts) =>
        new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = lasts,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = IsSecure,
        };
}
