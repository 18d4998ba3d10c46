using System.Collections;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Supine.Protocols;
using Supine.Web.Shell;

namespace Supine.Web.Boundary;

/// <summary>Refuses a JSON body in which a text has characters that cannot be seen, raw or escaped, wherever it stands.</summary>
internal static class HiddenText
{
    private const int Deepest = 8;

    /// <summary>What is wrong with the body of a request; null where nothing is, or there is none.</summary>
    public static Faulty? Find(EndpointFilterInvocationContext context)
    {
        if (
            context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not { RequestType: { } type } accepted
            || !accepted.ContentTypes.Contains("application/json")
        )
        {
            return null;
        }

        var faults = new Faults();
        foreach (var body in context.Arguments.Where(argument => argument is not null && type.IsInstanceOfType(argument)))
        {
            Check(body, "", 0, context.HttpContext.RequestServices.GetRequiredService<Texts>(), faults);
        }

        return faults.AreNone ? null : faults.ToProblem();
    }

    private static void Check(object? value, string place, int depth, Texts texts, Faults faults)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                faults.Require(!HiddenCharacters.Contain(text), place, texts["fault.hidden"]);
                break;
            case IEnumerable items when depth < Deepest:
                foreach (var (i, item) in items.Cast<object?>().Index())
                {
                    // a list may be long, and a place is only written where something is wrong
                    if (item is not string text || HiddenCharacters.Contain(text))
                    {
                        Check(item, $"{place}[{i}]", depth + 1, texts, faults);
                    }
                }

                break;
            case not null when depth < Deepest && value.GetType().Namespace?.StartsWith("Supine", StringComparison.Ordinal) == true:
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    if (property.GetIndexParameters().Length == 0 && !property.PropertyType.IsPrimitive)
                    {
                        var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                        Check(property.GetValue(value), place.Length == 0 ? name : $"{place}.{name}", depth + 1, texts, faults);
                    }
                }

                break;
        }
    }
}
