namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>The schedule is made, and never stepped.</summary>
internal static class ScheduleNeverStepped
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.StepLR(optimizer, 1, 0.5); // fault
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            Digits.Accuracy(model);
        }
        GC.KeepAlive(schedule);
    }
}
