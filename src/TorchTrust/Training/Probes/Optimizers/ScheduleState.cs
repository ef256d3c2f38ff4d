using System.Reflection;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>Where a schedule stands: the numbers in its fields, since schedules have no state that can be asked for.</summary>
/// <param name="schedule">The schedule.</param>
internal sealed class ScheduleState(optim.lr_scheduler.LRScheduler schedule)
{
    private readonly (FieldInfo Field, object? Value)[] _numbers =
    [
        .. TensorTree.InstanceFields(schedule.GetType()).Where(field => field.FieldType.IsValueType && !field.IsInitOnly)
            .Select(field => (field, field.GetValue(schedule))),
    ];

    /// <summary>Whether the schedule stands elsewhere now.</summary>
    public bool HasMoved() => _numbers.Any(number => !Equals(number.Field.GetValue(schedule), number.Value));

    /// <summary>Puts the schedule back.</summary>
    public void Restore()
    {
        foreach ((FieldInfo field, object? value) in _numbers)
        {
            field.SetValue(schedule, value);
        }
    }
}
