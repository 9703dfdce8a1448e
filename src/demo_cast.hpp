#pragma once
// Who acts in the demo data.

#include <vector>

#include "domain/account.hpp"
#include "domain/service_type.hpp"

namespace pilotlight::demo {

/// Everybody who was made, by position in the tables of demo_texts.hpp.
struct Cast {
    std::vector<Account> staff{};
    std::vector<Account> customers{};
    std::vector<ServiceType> types{};

    Actor staff_actor(std::size_t position) const {
        return {staff[position].id, staff[position].role};
    }
    Actor customer_actor(std::size_t position) const {
        return {customers[position].id, Role::customer};
    }
};

inline constexpr std::size_t asha_position = 1;
inline constexpr std::size_t dev_position = 2;
inline constexpr std::size_t nina_position = 3;
inline constexpr std::size_t tarun_position = 4;

}  // namespace pilotlight::demo
