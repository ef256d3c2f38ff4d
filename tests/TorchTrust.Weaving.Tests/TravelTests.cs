using System.Reflection;
using TorchTrust.RightModels;
using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust.Weaving.Tests;

/// <summary>Delegates of an unwoven process find their methods in the woven copy, whose tokens are others.</summary>
public sealed class TravelTests
{
    private const BindingFlags Methods =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void Every_lambda_of_the_pool_finds_its_method_and_no_other()
    {
        Assembly plain = typeof(RightModelPool).Assembly;
        Assembly woven = Weaver.Copy(plain).Assembly;
        EncodedValue[] delegates =
        [
            .. RightModelPool.All.SelectMany(model => new[] { model.Declared, model.Undeclared })
                .SelectMany(subject => Delegates(SubjectRecipe.Of(subject).Value!))
                .Where(value => Type.GetType(value.Type!)?.Assembly == plain),
        ];

        Assert.True(delegates.Length > 200, $"{delegates.Length} delegates");
        string[] lost =
            [.. delegates.Where(value => Found(woven, value) != 1).Select(value => $"{value.Type} {value.Text} {value.Signature}")];
        Assert.Empty(lost);
    }

    private static int Found(Assembly woven, EncodedValue value)
    {
        Type declared = Type.GetType(value.Type!, throwOnError: true)!;
        Type? type = woven.GetType(declared.IsGenericType ? declared.GetGenericTypeDefinition().FullName! : declared.FullName!);
        if (type is not null && declared.IsGenericType)
        {
            type = type.MakeGenericType(declared.GetGenericArguments());
        }

        return type?.GetMethods(Methods).Count(method => method.Name == value.Text && MethodSignature.Of(method) == value.Signature) ?? 0;
    }

    private static IEnumerable<EncodedValue> Delegates(EncodedValue value) =>
        value.Items.SelectMany(Delegates).Concat(value.Kind == EncodedKind.Delegate ? [value] : []);
}
