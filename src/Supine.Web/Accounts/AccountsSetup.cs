using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.Accounts;

/// <summary>The framework's sign-in over our own tables.</summary>
internal static class AccountsSetup
{
    /// <summary>Limits how often one address may try to sign in.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>Limits how often one address may try to bind a device.</summary>
    public const string StartLimit = "start";

    /// <summary>Tries of one address in a minute, for each of the limits.</summary>
    public const int TriesAMinute = 30;

    /// <summary>How long a sign-in lasts that is not used.</summary>
    public static readonly TimeSpan SignInLasts = TimeSpan.FromHours(8);

    /// <summary>Adds practices, their practitioners and their sign-in.</summary>
    /// <param name="services">To these.</param>
    /// <param name="origin">The public address; null on this machine only.</param>
    public static void AddAccounts(this IServiceCollection services, PublicOrigin? origin)
    {
        services.AddSingleton<Practices>();
        services.AddSingleton<PractitionerStore>();
        services.AddSingleton<IUserStore<Practitioner>>(provider => provider.GetRequiredService<PractitionerStore>());

        // Only the app's codes: with the default providers a sign-in in two steps asks the store for a telephone number and fails.
        services
            .AddIdentityCore<Practitioner>(options => options.User.AllowedUserNameCharacters = "")
            .AddSignInManager()
            .AddTokenProvider<AuthenticatorTokenProvider<Practitioner>>(TokenOptions.DefaultAuthenticatorProvider);

        // No default scheme: who asks is found by Callers, and forms' tokens do not depend on it.
        services.AddAuthentication().AddIdentityCookies();
        services.Configure<CookieAuthenticationOptions>(
            IdentityConstants.ApplicationScheme,
            options =>
            {
                options.ExpireTimeSpan = SignInLasts;
                options.SlidingExpiration = true;
                Name(options, "supine-practitioner", origin);

                // the stamp is compared with each request, where the caller is found
                options.Events.OnValidatePrincipal = _ => Task.CompletedTask;
            }
        );
        services.Configure<CookieAuthenticationOptions>(
            IdentityConstants.TwoFactorUserIdScheme,
            options =>
            {
                options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
                Name(options, "supine-second-step", origin);
            }
        );
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.ServerDomain = origin?.Host.Host ?? "localhost";
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
        services.AddRateLimiter(options =>
        {
            options.OnRejected = async (rejected, _) =>
                await TypedResults
                    .Problem(
                        statusCode: StatusCodes.Status429TooManyRequests,
                        title: "Too many attempts.",
                        detail: rejected.HttpContext.RequestServices.GetRequiredService<Texts>()["account.tooMany"]
                    )
                    .ExecuteAsync(rejected.HttpContext);
            foreach (var limit in new[] { SignInLimit, StartLimit })
            {
                options.AddPolicy(
                    limit,
                    context =>
                        RateLimitPartition.GetFixedWindowLimiter(
                            context.Connection.RemoteIpAddress?.ToString() ?? "",
                            _ => new FixedWindowRateLimiterOptions { PermitLimit = TriesAMinute, Window = TimeSpan.FromMinutes(1) }
                        )
                );
            }
        });
    }

    // A browser takes a name that begins with __Host- from this very host alone, and over TLS only; on this machine there is none.
    private static void Name(CookieAuthenticationOptions options, string name, PublicOrigin? origin)
    {
        var isSecure = origin?.Address.Scheme == Uri.UriSchemeHttps;
        options.Cookie.Name = isSecure ? $"__Host-{name}" : name;
        options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.Cookie.IsEssential = true;
    }
}
