using System.Reflection;
using System.Reflection.Emit;

namespace Supine.Web.Tests;

public class SlicesTests
{
    // What every slice may use. They may use no slice themselves.
    private static readonly string[] Shared = ["Boundary", "Safety", "Shell", "Storage"];

    [Fact]
    public void No_slice_knows_another_one() => Assert.Empty(FindTrespasses(typeof(Program).Assembly.GetTypes()));

    [Fact]
    public void The_search_finds_a_guilty_type() =>
        Assert.Equal(["Guilty.Trespasser -> Sessions", "Guilty.Trespasser -> Tracks"], FindTrespasses([typeof(Guilty.Trespasser)]));

    [Fact]
    public void There_are_slices_to_search() =>
        Assert.Subset(
            typeof(Program).Assembly.GetTypes().Select(SliceOf).OfType<string>().ToHashSet(),
            new HashSet<string> { "History", "Sessions", "Storage", "Tracks" }
        );

    private static List<string> FindTrespasses(IEnumerable<Type> types) =>
        [
            .. (
                from type in types
                let home = SliceOf(type)
                where home is not null
                from used in FindUsed(type)
                let to = SliceOf(used)
                where to is not null && to != home && !Shared.Contains(to)
                select $"{home}.{Outermost(type).Name} -> {to}"
            )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    // Supine.Web.Tracks.Voices belongs to Tracks; the guilty type of these tests to Guilty.
    private static string? SliceOf(Type type) =>
        (type.Namespace ?? "").Split('.') switch
        {
            ["Supine", "Web", "Tests", "Guilty"] => "Guilty",
            ["Supine", "Web", "Tests", ..] => null,
            ["Supine", "Web", var slice, ..] => slice,
            _ => null,
        };

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type> FindUsed(Type type)
    {
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)).ToList();
        return type.GetFields(all)
            .Select(field => field.FieldType)
            .Concat(methods.SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(methods.SelectMany(method => method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? []))
            .Concat(methods.SelectMany(FindInBody))
            .Concat(type.GetInterfaces())
            .Concat(type.BaseType is null ? [] : [type.BaseType])
            .SelectMany(Unfold);
    }

    private static IEnumerable<Type> Unfold(Type type) =>
        type.HasElementType ? Unfold(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Unfold).Append(type)
        : [type];

    // The types and members that a method's instructions name.
    private static IEnumerable<Type> FindInBody(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
        {
            yield break;
        }

        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var i = 0; i < il.Length; )
        {
            var code = il[i] == 0xFE ? Codes[0xFE00 | il[i + 1]] : Codes[il[i]];
            i += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(il, i), typeArguments, methodArguments)!;
                yield return member as Type ?? member.DeclaringType!;
                if (member is MethodInfo { IsGenericMethod: true } generic)
                {
                    foreach (var argument in generic.GetGenericArguments())
                    {
                        yield return argument;
                    }
                }
            }

            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, i)),
                _ => 4,
            };
        }
    }

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF);
}
