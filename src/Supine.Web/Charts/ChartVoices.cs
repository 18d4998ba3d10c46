using System.Collections.Immutable;

namespace Supine.Web.Charts;

/// <summary>Which voice a person wants to hear, for each language.</summary>
internal sealed class ChartVoices(ChartRows rows, PersonClock clock)
{
    /// <summary>The ids of the voices that were chosen, by the language's code. A voice may be gone since.</summary>
    public Task<ImmutableDictionary<string, string>> ReadAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(
            async connection =>
                (
                    await connection.QueryAsync<(string Language, string Voice)>(
                        "SELECT language, voice FROM voice_choice WHERE practice = @practice AND person = @person"
                    )
                ).ToImmutableDictionary(row => row.Language, row => row.Voice, StringComparer.Ordinal),
            cancellationToken
        );

    /// <summary>Keeps a voice for a language in place of the one before; null leaves it to the program again.</summary>
    public Task ChooseAsync(string language, string? voice, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            connection =>
                voice is null
                    ? connection.ExecuteAsync(
                        "DELETE FROM voice_choice WHERE practice = @practice AND person = @person AND language = @language",
                        new { language }
                    )
                    : connection.ExecuteAsync(
                        """
                        INSERT INTO voice_choice (practice, person, language, voice, chosen_at)
                        VALUES (@practice, @person, @language, @voice, @now)
                        ON CONFLICT (practice, person, language) DO UPDATE SET voice = excluded.voice, chosen_at = excluded.chosen_at
                        """,
                        new
                        {
                            language,
                            voice,
                            now = clock.Now.ToUnixTimeMilliseconds(),
                        }
                    ),
            cancellationToken
        );
}
