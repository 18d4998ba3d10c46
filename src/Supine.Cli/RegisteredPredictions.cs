using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Supine.Biomechanics.Checking;

namespace Supine.Cli;

/// <summary>Predictions as they were written down on a day, before anything was compared.</summary>
/// <remarks>Hashed is the day, then a line for each prediction: id, quantity, value, least, most and against, between bars.</remarks>
/// <param name="Day">The day.</param>
/// <param name="Hash">SHA-256 of day and predictions, as it stands in the file.</param>
/// <param name="Predictions">What was predicted.</param>
internal sealed record RegisteredPredictions(DateOnly Day, string Hash, ImmutableArray<Prediction> Predictions)
{
    // both are printed to two digits
    private const double SamePrinted = 0.011;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether day and predictions are those that were hashed.</summary>
    public bool IsIntact => Hash == ComputeHash(Day, Predictions);

    public static RegisteredPredictions Of(DateOnly day, ImmutableArray<Prediction> predictions) =>
        new(day, ComputeHash(day, predictions), predictions);

    public static RegisteredPredictions Read(string json) =>
        JsonSerializer.Deserialize<RegisteredPredictions>(json, Options)
        ?? throw new InvalidDataException("There are no predictions in the file.");

    public string Write() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>What the model says now, beside what was registered; null where it predicts this no longer.</summary>
    public IEnumerable<(Prediction Registered, Prediction? Now, bool IsMoved)> Compare(ImmutableArray<Prediction> now) =>
        Predictions.Select(registered =>
        {
            var found = now.FirstOrDefault(prediction => prediction.Id == registered.Id);
            return (
                registered,
                found,
                found is null
                    || found.Quantity != registered.Quantity
                    || Math.Abs(found.Value - registered.Value) > SamePrinted
                    || Math.Abs(found.Least - registered.Least) > SamePrinted
                    || Math.Abs(found.Most - registered.Most) > SamePrinted
            );
        });

    private static string ComputeHash(DateOnly day, ImmutableArray<Prediction> predictions)
    {
        var text = new StringBuilder(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        foreach (var one in predictions)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{one.Id}|{one.Quantity}|{one.Value}|{one.Least}|{one.Most}|{one.Against}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
