using System.Reflection;
using System.Reflection.Emit;

namespace Supine.Web.Tests;

public class SlicesTests
{
    // What a folder may use besides itself. A folder that is not here is a slice: something a person does.
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Storage"] = ["Folders"],
        ["Library"] = ["Folders", "Storage"],
        ["Charts"] = ["Boundary", "Storage"],
        ["Boundary"] = ["Folders", "Shell"],
        ["Accounts"] = ["Boundary", "Shell", "Storage"],
        ["Callers"] = ["Accounts", "Boundary", "Charts", "Shell"],
        ["Shell"] = ["Boundary", "Callers", "Charts", "Library"],
    };

    private static readonly string[] SliceMayUse = ["Accounts", "Boundary", "Callers", "Charts", "Folders", "Library", "Shell"];

    // Rows are reached by a chart, and by nothing else.
    private static readonly string[] Databases = ["System.Data", "Dapper", "Npgsql", "Microsoft.Data.Sqlite"];

    [Fact]
    public void A_folder_uses_what_it_may_and_no_slice_knows_another_one() =>
        Assert.Empty(FindTrespasses(typeof(Program).Assembly.GetTypes()));

    [Fact]
    public void The_search_finds_a_guilty_type() =>
        Assert.Equal(
            [
                "Guilty.Trespasser -> Dapper",
                "Guilty.Trespasser -> Sessions",
                "Guilty.Trespasser -> Storage",
                "Guilty.Trespasser -> System.Data",
                "Guilty.Trespasser -> Tracks",
            ],
            FindTrespasses([typeof(Guilty.Trespasser), .. typeof(Guilty.Trespasser).GetNestedTypes(BindingFlags.NonPublic)])
        );

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
                let to = SliceOf(used) ?? DatabaseOf(used)
                where to is not null && to != home && !IsAllowed(home, to)
                select $"{home}.{Outermost(type).Name} -> {to}"
            )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static bool IsAllowed(string home, string to) =>
        Databases.Contains(to)
            ? home is "Storage" or "Library" or "Charts" or "Accounts"
            : MayUse.GetValueOrDefault(home, SliceMayUse).Contains(to);

    private static string? DatabaseOf(Type type) =>
        Databases.FirstOrDefault(name => (type.Namespace + ".").StartsWith(name + ".", StringComparison.Ordinal));

    // Supine.Web.Tracks.RenderQueue belongs to Tracks; the guilty type of these tests to Guilty.
    private static string? SliceOf(Type type) =>
        (type.Namespace ?? "").Split('.') switch
        {
            ["Supine", "Web", "Tests", "Guilty"] => "Guilty",
            ["Supine", "Web", "Tests", ..] => null,

            // where the records are, and what a disk says, may be known to all; the databases to few
            ["Supine", "Storage", "Folders", ..] => "Folders",
            ["Supine", "Storage", ..] => "Storage",
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
