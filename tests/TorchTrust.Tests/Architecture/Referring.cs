#pragma warning disable CA1812, CA1823, CS0169, IDE0044, IDE0051, CA1052, CA1822, CA1032, CA1064
namespace TorchTrust.Tests.Architecture.Referring;

/// <summary>What the types below refer to, each in its own way.</summary>
[AttributeUsage(AttributeTargets.All)]
internal class Goal : Attribute
{
    internal sealed class Fault : Exception;
}

internal sealed class Derives : Goal;

internal sealed class Holds
{
    private Goal[]? _goal;
}

internal sealed class Takes
{
    public static void Take(ref Goal goal) => goal = null!;
}

internal sealed class Makes
{
    public static object Make() => new Goal();
}

internal sealed class Names
{
    public static Type Name() => typeof(Goal);
}

internal sealed class Wraps
{
    public static object Wrap() => new List<(int, Goal)>();
}

internal sealed class Catches
{
    public static bool Catch(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (Goal.Fault)
        {
            return true;
        }
    }
}

[Goal]
internal sealed class Marked;

internal sealed class Lambda
{
    public static Func<object, bool> Test() => other => other is Goal;
}
