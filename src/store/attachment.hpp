#pragma once

#include <span>

#include "domain/attachment.hpp"
#include "store/connection.hpp"
#include "store/list.hpp"

namespace pilotlight::store::attachment {

Result<std::optional<Attachment>> find(Read& read, AttachmentId id);
/// The files of several requests in one query, by id.
Result<std::vector<Attachment>> of_requests(Read& read, std::span<const ServiceRequestId> requests);
Result<std::int64_t> count_of(Read& read, ServiceRequestId request);
/// True when a row refers to the stored bytes.
Result<bool> is_stored(Read& read, std::string_view storage_key);
/// All storage keys in order, `rows_max` after `after`: for checks and backups.
Result<std::vector<Attachment>> all_after(Read& read, AttachmentId after, int rows_max);

Result<AttachmentId> insert(Tx& tx, const Attachment& attachment);

}  // namespace pilotlight::store::attachment
